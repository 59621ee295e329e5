"""Server: close() ends serve_forever() by a cancellation; close_clients() leaves it serving; twice is harmless."""
import asyncio
from caselog import log, err


async def serve(reader, writer):
    log('handler got', await reader.read())
    writer.close()


async def forever(server):
    try:
        await server.serve_forever()
    except asyncio.CancelledError as exc:
        log('forever', err(exc))


async def main():
    server = await asyncio.start_server(serve, '127.0.0.1', 0)
    task = asyncio.create_task(forever(server), name='forever')
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    await asyncio.sleep(1)
    server.close_clients()
    log('client got', await reader.read(), 'serving', server.is_serving())
    reader2, writer2 = await asyncio.open_connection(*server.sockets[0].getsockname())
    await asyncio.sleep(1)
    server.close()
    server.close()
    log('sockets', len(server.sockets), 'serving', server.is_serving())
    waiter = asyncio.create_task(server.wait_closed(), name='waiter')
    await asyncio.sleep(1)
    log('forever done', task.done(), 'waiter done', waiter.done())
    server.abort_clients()
    await waiter
    log('client 2 got', await reader2.read())
    await server.wait_closed()
    writer.close()
    writer2.close()


asyncio.run(main())
