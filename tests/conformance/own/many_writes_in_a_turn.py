"""Many writes in one turn: one read gives them all, however the kernel carries them."""
import asyncio
from caselog import log


async def lines(reader, writer):
    count = int(await reader.readline())
    for i in range(count):
        writer.write(b"line %d\n" % i)
    writer.close()


async def echo(reader, writer):
    while data := await reader.read(1000):
        writer.write(data)
        await writer.drain()
    writer.close()


async def client(address, i):
    reader, writer = await asyncio.open_connection(*address)
    for _ in range(30):
        writer.write(b"x" * (i + 1))
    writer.write_eof()
    sizes = []
    while data := await reader.read(100000):
        sizes.append(len(data))
    log(i, sizes)
    writer.close()
    await writer.wait_closed()


async def main():
    server = await asyncio.start_server(lines, "127.0.0.1", 0)
    for count in (10, 50, 200):
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write(b"%d\n" % count)
        got = 0
        while await reader.readline():
            got += 1
        log(got)
        writer.close()
    server.close()
    await server.wait_closed()

    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    await asyncio.gather(*(client(server.sockets[0].getsockname(), i * 20) for i in range(6)))
    server.close()
    await server.wait_closed()


asyncio.run(main())
