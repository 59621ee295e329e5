"""One StreamReader and several tasks: who comes second is refused, a cancelled one makes room, limits and ends in between."""

import asyncio

from caselog import err, log, outcome


async def attempt(label, awaitable):
    try:
        log(label, await awaitable)
    except asyncio.IncompleteReadError as exc:
        log(label, err(exc), exc.partial, exc.expected)
    except asyncio.LimitOverrunError as exc:
        log(label, err(exc), exc.consumed)
    except BaseException as exc:
        log(label, err(exc))


def start(label, awaitable):
    return asyncio.create_task(attempt(label, awaitable), name=label)


async def refused():
    reader = asyncio.StreamReader()
    tasks = [
        start("readline", reader.readline()),
        start("read", reader.read(5)),
        start("readexactly", reader.readexactly(2)),
        start("readuntil", reader.readuntil(b"|")),
        start("all", reader.read()),
        start("nothing", reader.read(0)),
        start("exactly nothing", reader.readexactly(0)),
    ]
    await asyncio.sleep(1)
    reader.feed_data(b"first\nsecond\n")
    await asyncio.wait(tasks)
    await attempt("rest", reader.readline())


async def makes_room():
    reader = asyncio.StreamReader()
    first = asyncio.create_task(reader.readline(), name="first")
    await asyncio.sleep(1)
    first.cancel()
    second = start("second", reader.readexactly(4))
    await asyncio.sleep(0)
    third = start("third", reader.read(1))
    reader.feed_data(b"abc")
    await asyncio.sleep(1)
    log(outcome(first), second.done(), third.done())
    reader.feed_data(b"defg")
    await asyncio.wait([second, third])
    limited = start("limited", asyncio.wait_for(reader.readuntil(b"!"), 1))
    await limited
    reader.feed_eof()
    await attempt("ended", reader.readuntil(b"!"))
    log(reader.at_eof())
    await attempt("again", reader.read())
    log(reader.at_eof())


async def limits():
    reader = asyncio.StreamReader(limit=5)
    reader.feed_data(b"0123456789")
    await attempt("no separator", reader.readuntil(b"\n"))
    await attempt("exactly", reader.readexactly(3))
    reader.feed_data(b"\nshort\nx;y\n")
    await attempt("late separator", reader.readuntil(b"\n"))
    await attempt("line", reader.readline())
    await attempt("line", reader.readline())
    await attempt("either", reader.readuntil((b"\n", b";")))
    await attempt("longer first", reader.readuntil((b"y\n", b"\n")))
    for separator in b"", (), (b"", b"x"):
        await attempt("empty", reader.readuntil(separator))
    await attempt("negative", reader.readexactly(-1))


async def fails():
    reader = asyncio.StreamReader()
    waits = start("waits", reader.readline())
    await asyncio.sleep(1)
    reader.set_exception(ConnectionResetError("peer"))
    await waits
    await attempt("after", reader.read(4))
    log(reader.exception(), reader)
    reader = asyncio.StreamReader()
    reader.feed_data(b"one\ntwo")
    reader.feed_eof()
    log([line async for line in reader], reader.at_eof())
    await attempt("exactly", reader.readexactly(1))
    await attempt("line", reader.readline())


async def main():
    for function in refused, makes_room, limits, fails:
        log(function.__name__)
        await function()


asyncio.run(main())
