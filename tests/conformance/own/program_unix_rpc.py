"""Calls over one Unix connection: answers out of order, errors, calls that are given up, a server that goes in the middle."""

import asyncio
import itertools
import os
import tempfile

from caselog import err, log


class RemoteError(Exception):
    pass


class Client:
    def __init__(self, reader, writer):
        self.reader = reader
        self.writer = writer
        self.numbers = itertools.count(1)
        self.calls = {}
        self.receiver = asyncio.create_task(self.receive(), name="receiver")
        self.receiver.add_done_callback(self.ended)

    async def call(self, method, argument):
        number = next(self.numbers)
        future = self.calls[number] = asyncio.get_running_loop().create_future()
        self.writer.write(f"{number} {method} {argument}\n".encode())
        try:
            await self.writer.drain()
            return await future
        except asyncio.CancelledError:
            if not self.writer.is_closing():
                self.writer.write(f"{number} cancel -\n".encode())
            raise
        finally:
            del self.calls[number]

    async def receive(self):
        async for line in self.reader:
            number, status, text = line.decode().strip().split(" ", 2)
            future = self.calls.get(int(number))
            if future is None or future.done():
                log("nobody asked for", number, text)
            elif status == "ok":
                future.set_result(text)
            else:
                future.set_exception(RemoteError(text))

    def ended(self, receiver):
        log("the receiver ended", receiver.cancelled())
        for future in self.calls.values():
            if not future.done():
                future.set_exception(ConnectionResetError("the server is gone"))

    async def close(self):
        self.receiver.cancel()
        self.writer.close()
        try:
            await self.writer.wait_closed()
        except OSError as exc:
            log("closed", err(exc))


class Server:
    def __init__(self):
        self.running = {}

    async def __call__(self, reader, writer):
        async with asyncio.TaskGroup() as group:
            async for line in reader:
                number, method, argument = line.decode().split()
                if method == "cancel":
                    self.running[number].cancel(f"{number} is given up")
                elif method == "quit":
                    break
                else:
                    task = group.create_task(self.serve(writer, number, method, argument), name=f"serve {number}")
                    self.running[number] = task
            log("no more calls", sorted(self.running))
            for task in self.running.values():
                task.cancel("the server leaves")
        writer.close()

    async def serve(self, writer, number, method, argument):
        try:
            async with asyncio.timeout(5):
                answer = await getattr(self, method)(argument)
            writer.write(f"{number} ok {answer}\n".encode())
        except asyncio.CancelledError as exc:
            log("server", err(exc))
            raise
        except Exception as exc:
            writer.write(f"{number} error {err(exc)}\n".encode())
        finally:
            del self.running[number]

    async def sleep(self, seconds):
        await asyncio.sleep(float(seconds))
        return f"slept {seconds}"

    async def divide(self, number):
        if number == "0":
            raise ZeroDivisionError("by zero")
        return 100 // int(number)


async def asks(client, method, argument, limit=None):
    try:
        async with asyncio.timeout(limit):
            log(method, argument, await client.call(method, argument))
    except (RemoteError, OSError) as exc:
        log(method, argument, err(exc))


async def talks(path):
    client = Client(*await asyncio.open_unix_connection(path))
    await asyncio.gather(
        asks(client, "sleep", "3"),
        asks(client, "divide", "7"),
        asks(client, "sleep", "1"),
        asks(client, "divide", "0"),
        asks(client, "sleep", "4", 2),
        asks(client, "sleep", "6"),
    )
    async with asyncio.TaskGroup() as group:
        group.create_task(asks(client, "sleep", "2"))
        group.create_task(asks(client, "sleep", "3"))
        await asyncio.sleep(1)
        group.create_task(asks(client, "quit", "-"))
    await asks(client, "divide", "5")
    await client.close()
    log(client.calls)


async def main():
    path = os.path.join(tempfile.mkdtemp(), "rpc")
    serves = Server()
    async with await asyncio.start_unix_server(serves, path):
        await talks(path)
    log(serves.running)
    os.rmdir(os.path.dirname(path))


asyncio.run(main())
