"""A proxy: both directions at once, half-closed ends passed on, a backend that is gone, one that resets, a client that leaves."""

import asyncio

from caselog import err, log


async def pump(label, reader, writer):
    count = 0
    try:
        while data := await reader.read(1000):
            count += len(data)
            writer.write(data)
            await writer.drain()
        if writer.can_write_eof():
            writer.write_eof()
        log(label, "ends after", count)
    except ConnectionError as exc:
        log(label, type(exc).__name__)
        writer.close()


async def backend(reader, writer):
    command = await reader.readline()
    log("backend", command)
    if command == b"sum\n":
        rest = await reader.read()
        log("backend has all of", len(rest))
        writer.write(str(sum(map(int, rest.split()))).encode() + b"\n")
    elif command == b"stream\n":
        for i in range(3):
            writer.write(b"%d\n" % i * 500)
            await writer.drain()
            await asyncio.sleep(1)
    elif command == b"abort\n":
        writer.write(b"half")
        await writer.drain()
        await asyncio.sleep(1)
        writer.transport.abort()
        return
    writer.close()
    await writer.wait_closed()
    log("backend done")


class Proxy:
    def __init__(self, address):
        self.address = address
        self.open = 0

    async def __call__(self, reader, writer):
        self.open += 1
        try:
            await self.serve(reader, writer)
        except OSError as exc:
            log("proxy", type(exc).__name__)
        finally:
            writer.close()
            self.open -= 1

    async def serve(self, reader, writer):
        try:
            async with asyncio.timeout(1):
                there_reader, there_writer = await asyncio.open_connection(*self.address)
        except OSError as exc:
            writer.write(b"no backend\n")
            raise
        async with asyncio.TaskGroup() as group:
            group.create_task(pump("up", reader, there_writer), name="up")
            group.create_task(pump("down", there_reader, writer), name="down")
        there_writer.close()
        await there_writer.wait_closed()


async def client(address, *lines, end=True):
    reader, writer = await asyncio.open_connection(*address)
    for line in lines:
        writer.write(line)
        await asyncio.sleep(0.5)
    if end:
        writer.write_eof()
    answer = await reader.read()
    log("client has", len(answer), answer[:12])
    writer.close()
    await writer.wait_closed()


async def main():
    server = await asyncio.start_server(backend, "127.0.0.1", 0)
    proxy = Proxy(server.sockets[0].getsockname())
    front = await asyncio.start_server(proxy, "127.0.0.1", 0)
    address = front.sockets[0].getsockname()
    await client(address, b"sum\n", b"1 2 3 ", b"4\n")
    await client(address, b"stream\n")
    await client(address, b"abort\n", end=False)
    await asyncio.gather(*(client(address, b"sum\n", b"%d " % i * 3) for i in range(3)))
    log("open", proxy.open)
    server.close()
    await server.wait_closed()
    await client(address, b"sum\n")
    async with front:
        log(front.is_serving())
    log("open", proxy.open, front.is_serving())


asyncio.run(main())
