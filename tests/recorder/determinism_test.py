"""The same program gives the same bytes, whatever else happens on the machine."""

import re
import subprocess
import sys
import unittest

from support import RecorderTest

ECHO = """
    async def handle(reader, writer):
        while line := await reader.readline():
            writer.write(line.upper())
            await writer.drain()
        writer.close()

    async def client(address, name):
        reader, writer = await asyncio.open_connection(*address)
        for n in range(3):
            writer.write(f'{name} {n}\\n'.encode())
            print(await reader.readline())
            await asyncio.sleep(0.1)
        writer.close()
        await writer.wait_closed()

    async def main():
        server = await asyncio.start_server(handle, '127.0.0.1', 0)
        address = server.sockets[0].getsockname()
        print('listening at', address, server.sockets[0])
        await asyncio.gather(*(client(address, name) for name in 'ABC'))
        server.close()
    """

BULK = """
    async def handle(reader, writer):
        total = 0
        while data := await reader.read(100_000):
            total += len(data)
            await asyncio.sleep(0.01)
        print('got', total)
        writer.close()

    async def main():
        server = await asyncio.start_server(handle, '127.0.0.1', 0)
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        for _ in range(4):
            writer.write(b'x' * 150_000)
            await writer.drain()
            print('drained', asyncio.get_running_loop().time())
        writer.write_eof()
        await reader.read()
        writer.close()
        server.close()
    """

SETS = """
    async def work(n):
        await asyncio.sleep(n % 3)
        return object()

    async def main():
        pending = {asyncio.create_task(work(n), name=f'w{n}') for n in range(30)}
        while pending:
            done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
            print(*[task.get_name() for task in done])
        for result in asyncio.as_completed([work(n) for n in range(9)]):
            print(await result)
        print(asyncio.current_task())
    """

EXECUTOR = """
    import time

    def work(n):
        time.sleep(n)
        return sum(range(20_000))

    async def main():
        print(await asyncio.gather(*(asyncio.to_thread(work, n / 10) for n in range(6))))
    """


class Determinism(RecorderTest):
    RUNS = 3

    def record(self, path, **environment):
        done = self.command(path, env={"PYTHONHASHSEED": "random", **environment})
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return done.stdout

    def assert_equal_lines(self, text, first):
        for number, (line, expected) in enumerate(zip(text.splitlines(), first.splitlines()), 1):
            self.assertEqual(line, expected, f"line {number}")
        self.assertTrue(text == first, "one is longer")

    def assert_same_bytes(self, body):
        path = self.program(body)
        first = self.record(path)
        hog = subprocess.Popen([sys.executable, "-c", "while True: pass"])
        try:
            for seed in range(self.RUNS):
                self.assert_equal_lines(
                    self.record(path, PYTHONHASHSEED=str(seed), PYTHONMALLOC="debug"), first
                )
        finally:
            hog.kill()
            hog.wait()
        return first

    def test_connections(self):
        text = self.assert_same_bytes(ECHO)
        self.assertTrue("listening at ('127.0.0.1', 32768) <socket>" in text)

    def test_large_transfers(self):
        self.assertTrue('"got 600000"' in self.assert_same_bytes(BULK))

    def test_sets_of_tasks(self):
        text = self.assert_same_bytes(SETS)
        self.assertIsNone(re.search(r"0x[0-9a-f]{6}", text))

    def test_an_executor_that_is_shut_down(self):
        self.assertIn("_do_shutdown", self.assert_same_bytes(EXECUTOR))

    def test_nothing_tells_where_it_was_made(self):
        text = self.record(self.program(SETS))
        self.assertNotIn(str(self.folder), text)


if __name__ == "__main__":
    unittest.main()
