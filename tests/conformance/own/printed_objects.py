"""What print() shows of loops, runners, blocks, coroutines, primitives, handles, servers and streams."""

import asyncio
import contextvars
import re
import threading

from caselog import log

var = contextvars.ContextVar("var", default=1)


async def numbers():
    yield 1


async def work():
    pass


def shown(thing):
    """Without the numbers of descriptors and ports."""
    return re.sub(r"fd=\d+|\d{4,}", "N", repr(thing))


async def serve(reader, writer):
    print(shown(reader), shown(writer))
    await reader.read()
    print(shown(reader))
    writer.close()


async def show_blocks():
    timeout = asyncio.timeout(5)
    print(timeout)
    async with timeout:
        print(timeout)
        timeout.reschedule(7.5)
        print(timeout)
    print(timeout)
    async with asyncio.timeout(None) as timeout:
        print(timeout)
    try:
        async with asyncio.timeout(0) as timeout:
            await asyncio.sleep(1)
    except TimeoutError:
        print(timeout)
    group = asyncio.TaskGroup()
    print(group)
    async with group:
        print(group)
        task = group.create_task(work())
        print(group)
        await task
        print(group)
    print(group)


async def show_streams():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print(shown(server), [shown(each) for each in server.sockets])
    reader, writer = await asyncio.open_connection("127.0.0.1", server.sockets[0].getsockname()[1])
    print(shown(reader), shown(writer))
    writer.write(b"x")
    writer.write_eof()
    print(await reader.read())
    print(shown(reader))
    writer.close()
    print(shown(writer.transport))
    await writer.wait_closed()
    print(shown(writer.transport))
    server.close()
    print(server)


async def main():
    loop = asyncio.get_running_loop()
    print(loop)
    other = asyncio.new_event_loop()
    other.set_debug(True)
    print(other)
    other.close()
    print(other)
    print(asyncio.Runner())
    await show_blocks()
    coroutine = work()
    print(coroutine, numbers())
    coroutine.close()
    print(asyncio.Queue(3), asyncio.LifoQueue(), asyncio.PriorityQueue())
    print(asyncio.Semaphore(2), asyncio.BoundedSemaphore(1), asyncio.Lock(), asyncio.Event())
    print(asyncio.Condition(), asyncio.Barrier(2))
    handle = loop.call_soon(log)
    handle.cancel()
    timer = loop.call_later(1, log, 1)
    print(handle, timer.when(), timer.cancelled())
    timer.cancel()
    print(timer)
    print(var.set(3).old_value is contextvars.Token.MISSING)
    future = loop.create_future()
    both = asyncio.gather(future)
    print(asyncio.gather(), both, asyncio.as_completed([loop.create_future()]))
    future.set_result(1)
    print(await both)
    await show_streams()
    print(threading.Event(), threading.Lock())
    print(asyncio.ALL_COMPLETED, asyncio.FIRST_COMPLETED, asyncio.FIRST_EXCEPTION)


asyncio.run(main())
