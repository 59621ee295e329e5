"""Streams: overruns of the limit, several separators, half close, clients that are closed and aborted."""
import asyncio
from caselog import log, err


async def attempt(what, awaitable):
    try:
        log(what, await awaitable)
    except (asyncio.LimitOverrunError, asyncio.IncompleteReadError, ValueError, RuntimeError, ConnectionError, TimeoutError) as exc:
        log(what, err(exc), getattr(exc, 'consumed', getattr(exc, 'partial', None)))


async def serve(reader, writer):
    log('served', asyncio.current_task().get_name())
    try:
        await attempt('line', reader.readline())
        await attempt('long line', reader.readline())
        await attempt('rest', reader.readline())
        await attempt('until', reader.readuntil((b';', b'\r\n')))
        await attempt('until again', reader.readuntil((b'\r\n', b';')))
        await attempt('too far', reader.readuntil(b'#'))
        await attempt('exactly', reader.readexactly(20))
        await attempt('two at once', asyncio.wait_for(reader.read(1), 0.5))
        await attempt('more than there is', reader.readexactly(100))
        log(reader.at_eof(), await reader.read(), await reader.read(5))
        writer.writelines([b'one\n', b'two\n'])
        await writer.drain()
        writer.write_eof()
        log('closing', writer.is_closing(), writer.can_write_eof())
    except BaseException as exc:
        log('handler', err(exc))
        raise
    finally:
        writer.close()
    try:
        await writer.wait_closed()
        log('server side closed')
    except ConnectionError as exc:
        log('server side', err(exc))


async def idle(reader, writer):
    try:
        log('idle read', await reader.read(10))
    except ConnectionError as exc:
        log('idle', err(exc))
    except asyncio.CancelledError:
        log('idle cancelled')
        raise
    writer.close()


async def main():
    server = await asyncio.start_server(serve, '127.0.0.1', 0, limit=16)
    host, port = server.sockets[0].getsockname()
    reader, writer = await asyncio.open_connection(host, port, limit=8)
    writer.write(b'short\n' + b'x' * 30 + b'\nab\nc;d\r\n' + b'y' * 40)
    await asyncio.sleep(1)
    writer.write(b'z')
    await asyncio.sleep(1)
    writer.write_eof()
    await attempt('client line', reader.readline())
    await attempt('client at eof', reader.read())
    writer.close()
    await writer.wait_closed()
    log(writer.is_closing(), reader.at_eof())
    server.close()
    await server.wait_closed()
    for end in ('close_clients', 'abort_clients'):
        server = await asyncio.start_server(idle, '127.0.0.1', 0)
        host, port = server.sockets[0].getsockname()
        clients = [await asyncio.open_connection(host, port) for _ in range(4)]
        await asyncio.sleep(1)
        getattr(server, end)()
        for reader, writer in clients:
            await attempt(end, reader.read())
        server.close()
        await asyncio.wait_for(server.wait_closed(), 5)
        log(end, server.is_serving(), server.sockets)
        for reader, writer in clients:
            writer.close()
            await attempt('closed', writer.wait_closed())
    try:
        await asyncio.open_connection(host, port)
    except ConnectionRefusedError as exc:
        log('refused', exc.errno, exc.strerror.split(' (')[0])


asyncio.run(main())
