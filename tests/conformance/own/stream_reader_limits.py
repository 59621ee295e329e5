"""StreamReader: what a small limit does to readuntil(), readline(), readexactly() and read(), and what stays."""
import asyncio
from caselog import log, err


async def attempt(name, coroutine):
    try:
        log(name, await coroutine)
    except asyncio.LimitOverrunError as exc:
        log(name, err(exc), exc.consumed)
    except asyncio.IncompleteReadError as exc:
        log(name, err(exc), exc.partial, exc.expected)
    except Exception as exc:
        log(name, err(exc))


async def main():
    reader = asyncio.StreamReader(limit=8)
    reader.feed_data(b'0123456789abcdef')
    await attempt('no end', reader.readuntil(b'\r\n'))
    reader.feed_data(b'\r\nshort\r\n')
    await attempt('end, too late', reader.readuntil(b'\r\n'))
    await attempt('exactly', reader.readexactly(12))
    await attempt('rest', reader.readuntil(b'\r\n'))
    await attempt('line', reader.readline())
    reader.feed_data(b'0123456789\n0123')
    await attempt('long line', reader.readline())
    reader.feed_data(b'456789')
    await attempt('long line without an end', reader.readline())
    reader.feed_data(b'tail')
    reader.feed_eof()
    await attempt('exactly', reader.readexactly(9))
    await attempt('empty separator', reader.readuntil(b''))
    await attempt('end', reader.readline())
    reader.set_exception(ValueError('broken'))
    await attempt('broken', reader.read())
    log(repr(reader.exception()), reader.at_eof())


asyncio.run(main())
