"""A server that is closed while somebody connects, after each number of turns: refused, dropped unserved, or served."""

# needs: sockets
import asyncio
import gc

from caselog import log


async def serve(reader, writer):
    log("serves", await reader.read())
    writer.close()


async def visit(port):
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        log("connected")
        await asyncio.sleep(1)
        writer.write_eof()
        log("reads", await reader.read())
        writer.close()
    except OSError as exc:
        log(type(exc).__name__)


async def main():
    for turns in range(8):
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        task = asyncio.create_task(visit(server.sockets[0].getsockname()[1]), name="visitor")
        for _ in range(turns):
            await asyncio.sleep(0)
        server.close()
        log("closed after", turns)
        await server.wait_closed()
        log("all gone")
        for _ in range(4):
            await asyncio.sleep(0)
            gc.collect()  # a transport that could not be made holds itself, and its socket
        await task
        await asyncio.sleep(2)


asyncio.run(main())
