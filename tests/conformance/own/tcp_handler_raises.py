"""TCP: a handler that raises, is cancelled, or returns without closing: when its connection is closed, and what is reported."""
# needs: sockets
import asyncio
from caselog import log, err


async def raises(reader, writer):
    await reader.read(1)
    raise ValueError('handler')


async def cancels_itself(reader, writer):
    await reader.read(1)
    asyncio.current_task().cancel()
    await asyncio.sleep(1)


async def returns(reader, writer):
    await reader.read(1)
    log('handler returns')


async def helped(reader, writer):
    await raises(reader, writer)


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda l, c: log('handler:', c['message'], sorted(c), err(c['exception'])))
    for serve in raises, cancels_itself, returns, helped:
        server = await asyncio.start_server(serve, '127.0.0.1', 0)
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write(b'x')
        log('got', await reader.read())
        writer.close()
        await writer.wait_closed()
        server.close()
        await server.wait_closed()


asyncio.run(main())
