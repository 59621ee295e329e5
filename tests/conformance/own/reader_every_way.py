"""StreamReader fed by hand: limits, separators cut in two, errors, ends, and two readers at once."""

import asyncio

from caselog import err, log


async def attempt(what, awaitable):
    try:
        log(what, await awaitable)
    except BaseException as exc:
        log(what, err(exc))


def feed_later(reader, *parts):
    loop = asyncio.get_running_loop()
    for i, part in enumerate(parts):
        if part is None:
            loop.call_later(i + 1, reader.feed_eof)
        elif isinstance(part, Exception):
            loop.call_later(i + 1, reader.set_exception, part)
        else:
            loop.call_later(i + 1, reader.feed_data, part)


async def main():
    reader = asyncio.StreamReader(limit=8)
    feed_later(reader, b"ab", b"c\r", b"\nde", b"f--", b"-g", None)
    await attempt("until", reader.readuntil(b"\r\n"))
    await attempt("until", reader.readuntil(b"---"))
    await attempt("until", reader.readuntil(b"---"))
    log(reader.at_eof())
    await attempt("line", reader.readline())
    await attempt("exactly", reader.readexactly(1))
    await attempt("exactly", reader.readexactly(0))
    await attempt("read", reader.read())

    reader = asyncio.StreamReader(limit=4)
    reader.feed_data(b"123456789\nrest\n")
    await attempt("too long", reader.readline())
    await attempt("next line", reader.readline())
    reader.feed_data(b"123456789")
    try:
        await reader.readuntil(b"\n")
    except asyncio.LimitOverrunError as exc:
        log(err(exc), exc.consumed)
    await attempt("read", reader.read(3))
    await attempt("too long", reader.readline())
    reader.feed_data(b"12345;")
    try:
        await reader.readuntil((b";", b"ab"))
    except asyncio.LimitOverrunError as exc:
        log(err(exc), exc.consumed)
    await attempt("exactly", reader.readexactly(6))

    reader = asyncio.StreamReader()
    first = asyncio.create_task(attempt("first", reader.readline()), name="first")
    await asyncio.sleep(0)
    await attempt("second", reader.readexactly(3))
    await attempt("third", reader.readuntil(b"x"))
    first.cancel("gives up")
    await attempt("in its place", reader.read(2))
    await first
    feed_later(reader, b"abc", ValueError("broken"))
    await attempt("read", reader.read(2))
    await attempt("exactly", reader.readexactly(9))
    await attempt("line", reader.readline())
    await attempt("read 0", reader.read(0))
    log(err(reader.exception()))

    reader = asyncio.StreamReader()
    feed_later(reader, b"one\ntwo\nth", b"ree", None)
    async for line in reader:
        log("line", line)
    try:
        reader.feed_data(b"late")
    except AssertionError as exc:
        log(err(exc))
    reader = asyncio.StreamReader()
    feed_later(reader, b"a", b"b", b"c", None)
    await attempt("all", reader.read(-1))
    await attempt("incomplete", reader.readexactly(2))
    for size in -1, -5:
        await attempt("negative", reader.readexactly(size))
    for separator in b"", (), (b"", b"x"):
        await attempt("separator", reader.readuntil(separator))
    try:
        asyncio.StreamReader(limit=0)
    except ValueError as exc:
        log(err(exc))


asyncio.run(main())
