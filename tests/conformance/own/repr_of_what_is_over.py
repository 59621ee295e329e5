"""Reprs of what is over (a coroutine, a closed connection's reader), and of a whole context of an exception handler."""
import asyncio
import re
from caselog import log


def show(value):
    return re.sub(r" at 0x[0-9a-f]+| fd=\d+| at \S*:\d+", "", repr(value))


async def work():
    await asyncio.sleep(1)


async def serve(reader, writer):
    await reader.read()
    writer.close()


def bad():
    raise ValueError("bad")


def fails(loop):
    future = loop.create_future()
    future.set_exception(ValueError("nobody looks"))


async def coroutines():
    closed, awaited, given = work(), work(), work()
    log(show(closed))
    closed.close()
    await awaited
    task = asyncio.create_task(given, name="task")
    log(show(closed), closed.__name__, show(awaited), show(given))
    await task


async def contexts(loop):
    loop.set_exception_handler(lambda loop, context: log(show(context)))
    loop.call_exception_handler({})
    loop.call_exception_handler({"message": "odd", "exception": KeyError(1), "detail": [1, 2]})
    loop.call_exception_handler({"message": "late", "handle": loop.call_later(0.5, bad)})
    fails(loop)
    loop.call_soon(bad)
    await asyncio.sleep(1)


async def main():
    await coroutines()
    await contexts(asyncio.get_running_loop())
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.close()
    await writer.wait_closed()
    log(show(reader), show(writer))
    server.close()


if __name__ == "__main__":
    asyncio.run(main())
