"""TCP streams at their ends: separators across packets, limits overrun, EOF in the middle, half-closed, reset, and after it."""

import asyncio

from caselog import err, log


async def attempt(name, awaitable):
    try:
        log(name, await awaitable)
    except asyncio.IncompleteReadError as exc:
        log(name, repr(exc), exc.partial, exc.expected)
    except asyncio.LimitOverrunError as exc:
        log(name, repr(exc), exc.consumed)
    except Exception as exc:
        log(name, err(exc))


async def feeder(reader, writer):
    for part in b'one\r', b'\ntwo;th', b'ree\n' + b'x' * 40, b'\ny', b'yy;rest':
        writer.write(part)
        await writer.drain()
        await asyncio.sleep(1)
    writer.write_eof()
    log('feeder', writer.can_write_eof(), writer.is_closing())
    await attempt('write after eof', write(writer, b'more'))
    log('feeder read', await reader.read())
    writer.close()
    await writer.wait_closed()
    log('feeder closed')


async def write(writer, data):
    writer.write(data)
    await writer.drain()


async def reads(port):
    reader, writer = await asyncio.open_connection('127.0.0.1', port, limit=16)
    await attempt('until crlf', reader.readuntil(b'\r\n'))
    await attempt('until either', reader.readuntil((b'\n', b';')))
    await attempt('line', reader.readline())
    await attempt('overrun', reader.readuntil(b'\n'))
    await attempt('exactly', reader.readexactly(30))
    await attempt('line', reader.readline())
    await attempt('nothing', reader.readexactly(0))
    await attempt('read nothing', reader.read(0))
    await attempt('some', reader.read(2))
    await attempt('until', reader.readuntil(b';'))
    await attempt('exactly', reader.readexactly(10))
    log(reader.at_eof())
    await attempt('line', reader.readline())
    await attempt('until', reader.readuntil(b'!'))
    await attempt('read', reader.read())
    for size in -1, 3:
        await attempt('exactly', reader.readexactly(size))
    writer.write(b'answer')
    writer.close()
    await writer.wait_closed()
    log('reader closed')
    await attempt('write after close', write(writer, b'x'))
    await attempt('read after close', reader.read())


async def resets(reader, writer):
    await reader.readexactly(1)
    writer.transport.abort()
    log('aborted', writer.is_closing(), writer.transport.is_closing())
    await attempt('server wait_closed', writer.wait_closed())


async def meets_reset(port):
    reader, writer = await asyncio.open_connection('127.0.0.1', port)
    writer.write(b'x')
    await attempt('read', reader.read(10))
    await asyncio.sleep(1)
    log(reader.at_eof(), writer.is_closing(), repr(reader.exception()))
    await attempt('line', reader.readline())
    for _ in range(3):
        await attempt('write', write(writer, b'y' * 10))
        await asyncio.sleep(1)
    writer.close()
    await attempt('wait_closed', writer.wait_closed())
    await attempt('drain', writer.drain())


async def main():
    for handler, client in (feeder, reads), (resets, meets_reset):
        server = await asyncio.start_server(handler, '127.0.0.1', 0)
        async with server:
            await client(server.sockets[0].getsockname()[1])
            await asyncio.sleep(1)
        log('server over')


asyncio.run(main())
