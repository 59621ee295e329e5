"""Servers on every address of the machine, on none that is named, and on one."""
import asyncio
from caselog import log


async def serve(reader, writer):
    writer.write(await reader.readline())
    writer.close()


async def attempt(host):
    server = await asyncio.start_server(serve, host, 0)
    reader, writer = await asyncio.open_connection("127.0.0.1", server.sockets[0].getsockname()[1])
    writer.write(b"hello\n")
    log(host, await reader.readline())
    writer.close()
    server.close()
    await server.wait_closed()


async def beside():
    for turn in range(5):
        log("turn", turn)
        await asyncio.sleep(0)


async def main():
    for host in "127.0.0.1", "0.0.0.0":
        await asyncio.gather(attempt(host), beside())
    for host in "", None:
        server, _ = await asyncio.gather(asyncio.start_server(serve, host, 0), beside())
        log(host, server.is_serving())
        server.close()
        await server.wait_closed()


asyncio.run(main())
