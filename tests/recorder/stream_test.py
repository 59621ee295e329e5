"""Connections: what they tell, and that the virtual clock does not pass what is under way."""

import os
import unittest

import machine
from support import RecorderTest

from loopscope_recorder import pipes  # found by support

PAIR = """
    async def start(handle):
        server = await asyncio.start_server(handle, '127.0.0.1', 0)
        return server, *await asyncio.open_connection(*server.sockets[0].getsockname())
    """


class Streams(RecorderTest):
    def run_pair(self, body):
        recorded = self.run_program(PAIR + body)
        if recorded.outcome.error:
            raise recorded.outcome.error
        machine.check(recorded.text)
        return recorded

    def test_the_two_ends_of_a_connection_know_each_other(self):
        recorded = self.run_pair(
            """
    async def handle(reader, writer):
        writer.close()

    async def main():
        server, reader, writer = await start(handle)
        await reader.read()
        writer.close()
        await writer.wait_closed()
        other_reader, other = await asyncio.open_connection(*server.sockets[0].getsockname())
        other.close()
        server.close()
    """
        )
        pairs = [{recorded.name_of(e["a"]), recorded.name_of(e["b"])} for e in recorded.events("stream.peer")]
        self.assertEqual(
            pairs[0], {"client connection 1", "server connection 1"}
        )
        self.assertEqual(pairs[1:], [{"client connection 2", "server connection 2"}][: len(pairs) - 1])

    def test_who_waits_for_a_stream_says_for_what(self):
        recorded = self.run_pair(
            """
    async def handle(reader, writer):
        await reader.readline()
        writer.write(b'x' * 300000)
        writer.transport.set_write_buffer_limits(high=1000, low=10)
        await writer.drain()
        writer.close()

    async def main():
        server = await asyncio.start_server(handle, '127.0.0.1', 0)
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname(), limit=100)
        writer.write(b'go\\n')
        await reader.readexactly(7)
        while await reader.read(50000):
            pass
        writer.close()
        server.close()
    """
        )
        waits = [(e["text"], e["flags"], recorded.name_of(e["a"])) for e in recorded.events("stream.wait")]
        client, server = "client connection 1", "server connection 1"
        self.assertIn(("readuntil(b'\\n')", 1, server), waits)
        self.assertIn(("readexactly(7)", 1, client), waits)
        self.assertIn(("drain()", 2, server), waits)
        futures = [recorded.name_of(e["b"]) for e in recorded.events("stream.wait")]
        self.assertEqual(set(futures), {"StreamReader", "StreamWriter.drain"})
        limits = [(recorded.name_of(e["a"]), e["value"], e["flags"], e["c"]) for e in recorded.events("stream.limits")]
        self.assertEqual(limits, [(client, 100, 1, 0), (server, 1000, 2, 10)])

    def test_bytes_are_followed_from_end_to_end(self):
        recorded = self.run_pair(
            """
    async def handle(reader, writer):
        writer.write(await reader.readline())
        writer.close()

    async def main():
        server, reader, writer = await start(handle)
        writer.write(b'hello\\n')
        print(await reader.read())
        writer.close()
        await writer.wait_closed()
        server.close()
    """
        )
        moved = [
            (e["kind"], recorded.name_of(e["a"]), e["text"], e["value"], e["c"])
            for e in recorded.events("stream.write", "stream.send", "stream.receive", "stream.read")
        ]
        client, server, text = "client connection 1", "server connection 1", r"b'hello\n'"
        self.assertEqual(
            moved,
            [
                ("stream.write", client, text, 6, 6),
                ("stream.send", client, "", 6, 0),
                ("stream.receive", server, text, 6, 6),
                ("stream.read", server, text, 6, 0),
                ("stream.write", server, text, 6, 6),
                ("stream.send", server, "", 6, 0),
                ("stream.receive", client, text, 6, 6),
                ("stream.read", client, text, 6, 0),
            ],
        )
        closed = [recorded.name_of(e["a"]) for e in recorded.events("stream.close")]
        self.assertEqual(closed, [server, client])
        self.assertEqual(len(recorded.events("stream.lost")), 2)

    def test_the_clock_waits_for_bytes(self):
        recorded = self.run_pair(
            """
    async def handle(reader, writer):
        for _ in range(20):
            writer.write(await reader.readexactly(1000))
        writer.close()

    async def main():
        server, reader, writer = await start(handle)
        timer = asyncio.get_running_loop().call_later(0.001, print, 'the clock passed bytes')
        for _ in range(20):
            writer.write(b'x' * 1000)
            await reader.readexactly(1000)
        timer.cancel()
        print(asyncio.get_running_loop().time())
        writer.close()
        server.close()
    """
        )
        self.assertEqual(recorded.output, "0.0\n")

    def test_back_pressure(self):
        recorded = self.run_pair(
            """
    async def handle(reader, writer):
        await asyncio.sleep(5)
        print('got', len(await reader.read()))
        writer.close()

    async def main():
        server, reader, writer = await start(handle)
        writer.write(b'x' * 300_000)
        await writer.drain()
        print('drained', asyncio.get_running_loop().time())
        writer.write_eof()
        await reader.read()
        writer.close()
        server.close()
    """
        )
        self.assertEqual(recorded.output, "drained 5.0\ngot 300000\n")
        kinds = [(e["kind"], e["flags"]) for e in recorded.events("stream.pause", "stream.resume")]
        self.assertEqual(kinds[0], ("stream.pause", 2))
        self.assertIn(("stream.resume", 2), kinds)
        self.assertIn("await StreamWriter.drain", recorded.steps)

    def test_a_refused_connection_names_no_port(self):
        recorded = self.run_pair(
            """
    async def main():
        server = await asyncio.start_server(print, '127.0.0.1', 0)
        address = server.sockets[0].getsockname()
        server.close()
        try:
            await asyncio.open_connection(*address)
        except ConnectionRefusedError:
            print('refused')
    """
        )
        self.assertEqual(recorded.output, "refused\n")
        self.assertIn("throw ConnectionRefusedError(ECONNREFUSED)", recorded.steps)

    def test_a_unix_socket(self):
        path = self.folder / "socket"
        recorded = self.run_pair(
            f"""
    async def handle(reader, writer):
        writer.write((await reader.readline()).upper())
        writer.close()

    async def main():
        server = await asyncio.start_unix_server(handle, {str(path)!r})
        reader, writer = await asyncio.open_unix_connection({str(path)!r})
        writer.write(b'hello\\n')
        print(await reader.read())
        writer.close()
        server.close()
    """
        )
        self.assertEqual(recorded.output, "b'HELLO\\n'\n")

    def test_a_reader_without_a_connection(self):
        recorded = self.run_pair(
            """
    async def main():
        reader = asyncio.StreamReader()
        asyncio.get_running_loop().call_later(1, reader.feed_data, b'a line\\n')
        print(await reader.readline())
    """
        )
        self.assertEqual([e["text"] for e in recorded.events("stream.read")], [r"b'a line\n'"])

    def test_threads_that_sleep_move_the_clock(self):
        recorded = self.run_pair(
            """
    import threading, time

    def slow(loop, future):
        time.sleep(0.2)
        loop.call_soon_threadsafe(future.set_result, 'thread')

    async def main():
        loop = asyncio.get_running_loop()
        loop.call_later(0.1, print, 'timer')
        print(await loop.run_in_executor(None, time.sleep, 0.2), loop.time())
        future = loop.create_future()
        threading.Thread(target=slow, args=(loop, future)).start()
        print(await future, loop.time())
    """
        )
        self.assertEqual(recorded.output, "timer\nNone 0.2\nthread 0.4\n")

    def test_threads_that_wait_for_the_world_hold_the_clock(self):
        recorded = self.run_pair(
            """
    import select

    async def main():
        loop = asyncio.get_running_loop()
        loop.call_later(0.01, print, 'the clock passed a thread')
        await loop.run_in_executor(None, select.select, [], [], [], 0.1)
        print('thread', loop.time())
        await asyncio.sleep(1)
    """
        )
        self.assertEqual(recorded.output, "thread 0.0\nthe clock passed a thread\n")

    def test_lines_written_at_once_are_one_write(self):
        recorded = self.run_pair(
            """
    async def answer(reader, writer):
        writer.writelines([b'one\\n', b'two\\n'])
        writer.close()

    async def main():
        server = await asyncio.start_server(answer, '127.0.0.1', 0)
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        print(await reader.read())
        writer.close()
        server.close()
    """
        )
        self.assertEqual([event["value"] for event in recorded.events("stream.write")], [8])

    def test_a_pipe_that_is_closed_ends(self):
        recorded = self.run_pair(
            """
    import os

    async def main():
        loop = asyncio.get_running_loop()
        reading, writing = os.pipe()
        reader = asyncio.StreamReader()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(reading, 'rb', 0))
        await asyncio.sleep(1)
        before = len(os.listdir('/proc/self/fd'))
        await asyncio.sleep(1)
        print(len(os.listdir('/proc/self/fd')) - before)
        os.close(writing)
        print(await reader.read(), loop.time())
    """
        )
        self.assertEqual(recorded.output, "0\nb'' 2.0\n")

    def test_a_pipe_is_of_this_process_while_both_ends_are_open_in_it(self):
        reading, writing = os.pipe()
        self.assertTrue(pipes.is_inside(reading))
        self.assertTrue(pipes.is_inside(writing))
        os.close(writing)  # a child's, say
        self.assertFalse(pipes.is_inside(reading))
        os.close(reading)
        self.assertFalse(pipes.is_inside(reading))

    def test_the_threads_of_an_executor_may_take_long_to_end(self):
        recorded = self.run_pair(
            """
    import threading, time

    class EndsLate:
        def __del__(self):
            time.sleep(0.1)  # after its turn: in real time, as on a busy machine

    local = threading.local()

    async def main():
        loop = asyncio.get_running_loop()
        loop.call_later(300, print, 'the clock passed a thread')
        await loop.run_in_executor(None, setattr, local, 'ends', EndsLate())
        await loop.shutdown_default_executor()
        print(loop.time())
    """
        )
        self.assertEqual(recorded.output, "0.0\n")

    def test_threads_take_turns_in_the_order_of_their_deadlines(self):
        recorded = self.run_pair(
            """
    import time

    def work(name, seconds):
        print(name, 'begins')
        time.sleep(seconds)
        print(name, 'ends')

    async def main():
        jobs = [('A', 3), ('B', 1), ('C', 3), ('D', 1)]
        await asyncio.gather(*(asyncio.to_thread(work, *job) for job in jobs))
        print(asyncio.get_running_loop().time())
    """
        )
        begins = "".join(f"{name} begins\n" for name in "ABCD")
        ends = "".join(f"{name} ends\n" for name in "BDAC")
        self.assertEqual(recorded.output, begins + ends + "3.0\n")

    def test_a_unix_connection_holds_as_much_as_any_other(self):
        recorded = self.run_pair(
            """
    import tempfile

    async def handle(reader, writer):
        await asyncio.sleep(1)
        print(len(await reader.read()))
        writer.close()

    async def main():
        path = tempfile.mktemp('.sock')
        server = await asyncio.start_unix_server(handle, path)
        reader, writer = await asyncio.open_unix_connection(path)
        writer.transport.set_write_buffer_limits(0)
        writer.write(bytes(100_000))
        print(writer.transport.get_write_buffer_size())
        await writer.drain()
        writer.write_eof()
        print(await reader.read())
        writer.close()
        server.close()
    """
        )
        self.assertEqual(recorded.output, "67232\n100000\nb''\n")

    def test_a_thread_waits_for_a_coroutine_in_loop_time(self):
        recorded = self.run_pair(
            """
    async def fetch(seconds):
        await asyncio.sleep(seconds)
        return seconds

    def ask(loop):
        print(asyncio.run_coroutine_threadsafe(fetch(1), loop).result())
        late = asyncio.run_coroutine_threadsafe(fetch(3), loop)
        try:
            late.result(1)
        except TimeoutError:
            print('late', late.cancel())

    async def main():
        loop = asyncio.get_running_loop()
        await asyncio.to_thread(ask, loop)
        print(loop.time())
    """
        )
        self.assertEqual(recorded.output, "1\nlate True\n2.0\n")


if __name__ == "__main__":
    unittest.main()
