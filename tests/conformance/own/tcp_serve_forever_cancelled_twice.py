"""serve_forever(): cancelled again while it waits for its connections to end, the second cancellation is what comes out."""

# needs: sockets
import asyncio

from caselog import err, log


async def serve(reader, writer):
    writer.write(bytes(1_000_000))
    try:
        await reader.read()
    except ConnectionError as exc:
        log("serves", type(exc).__name__)


async def forever(server):
    try:
        await server.serve_forever()
    except asyncio.CancelledError as exc:
        log(err(exc), asyncio.current_task().cancelling())


async def main():
    for turns in range(4):
        server = await asyncio.start_server(serve, "127.0.0.1", 0, start_serving=False)
        task = asyncio.create_task(forever(server), name="forever")
        await asyncio.sleep(0)
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname(), limit=1000)
        await asyncio.sleep(1)
        log("turns", turns)
        task.cancel("first")
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel("second")
        await asyncio.sleep(1)
        log(task.done())
        writer.transport.abort()  # until now the server had something to send
        await asyncio.wait([task])
        await asyncio.sleep(1)


asyncio.run(main())
