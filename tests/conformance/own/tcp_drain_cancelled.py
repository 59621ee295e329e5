"""drain(): cancelled while it waits, the others wait on; a lost connection wakes them with what became of it."""
# events: no: how much is under way before drain() waits
import asyncio
from caselog import log, err


async def drain(writer, name):
    try:
        await writer.drain()
        log(name, 'drained')
    except asyncio.CancelledError:
        log(name, 'cancelled')
        raise
    except ConnectionError as exc:
        log(name, err(exc))


async def main():
    handlers = []

    async def serve(reader, writer):
        handlers.append(writer)
        await asyncio.sleep(2)
        writer.transport.abort()

    server = await asyncio.start_server(serve, '127.0.0.1', 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.transport.set_write_buffer_limits(high=0)
    await drain(writer, 'nothing written')
    writer.write(b'x' * 10_000_000)
    tasks = [asyncio.create_task(drain(writer, f'drain {i}'), name=f'drain {i}') for i in range(3)]
    await asyncio.sleep(1)
    tasks[1].cancel()
    await asyncio.wait([tasks[1]])
    writer.transport.abort()
    log('closing', writer.is_closing(), 'buffered', writer.transport.get_write_buffer_size())
    await asyncio.wait(tasks)
    await drain(writer, 'too late')
    server.close()


asyncio.run(main())
