"""Bound methods of asyncio's classes wherever a callback is taken, with and without their optional arguments."""

import asyncio
import functools
import signal

from caselog import log


async def sleeper(name):
    try:
        await asyncio.sleep(100)
    except asyncio.CancelledError as exc:
        log(name, repr(exc))


async def cancelled_by_callbacks():
    loop = asyncio.get_running_loop()
    tasks = [asyncio.create_task(sleeper(name), name=name) for name in "ABCDEF"]
    await asyncio.sleep(0)
    log(loop.call_soon(tasks[0].cancel))
    log(loop.call_later(1, tasks[1].cancel, "later"))
    loop.call_soon_threadsafe(tasks[2].cancel)
    loop.add_signal_handler(signal.SIGUSR1, tasks[3].cancel)
    signal.raise_signal(signal.SIGUSR1)
    loop.call_soon(functools.partial(tasks[4].cancel, msg="partial"))
    tasks[5].cancel(msg="keyword")
    await asyncio.wait(tasks)
    loop.remove_signal_handler(signal.SIGUSR1)
    future = loop.create_future()
    log(loop.call_soon(future.cancel, 5))
    try:
        await future
    except asyncio.CancelledError as exc:
        log(repr(exc))


async def synchronization():
    loop = asyncio.get_running_loop()
    queue, now = asyncio.Queue(), asyncio.LifoQueue()
    queue.put_nowait(1)
    now.put_nowait(1)
    log(loop.call_soon(queue.shutdown))
    log(loop.call_soon(now.shutdown, True))
    condition, bounded = asyncio.Condition(), asyncio.BoundedSemaphore()
    log(loop.call_soon(condition.notify, 1))
    log(loop.call_soon(condition.notify_all))
    log(loop.call_soon(condition.release))
    log(loop.call_soon(bounded.release))
    await asyncio.sleep(0)
    log(queue.qsize(), now.qsize())
    await condition.acquire()
    condition.notify(n=2)
    condition.release()


async def handles():
    loop = asyncio.get_running_loop()
    handle = loop.call_later(1, print, "never")
    log(loop.call_soon(handle.cancel))
    soon = loop.call_soon(print, "never")
    soon.cancel()
    log(loop.call_at(loop.time() + 1, soon.cancel))
    async with asyncio.timeout(5) as scope:
        log(loop.call_soon(scope.reschedule, 3), loop.call_soon(scope.reschedule, None))
        await asyncio.sleep(6)
    stopper = loop.call_later(1, loop.stop)
    log(stopper, loop.call_later(1, loop.set_debug, False))
    stopper.cancel()
    event = asyncio.Event()
    log(await loop.run_in_executor(None, event.is_set), await asyncio.to_thread(event.is_set))


async def streams():
    loop = asyncio.get_running_loop()

    async def serve(reader, writer):
        log(await reader.read(n=3), await reader.readexactly(n=2), await reader.readuntil(separator=b";"))
        log(await reader.readuntil())
        log(loop.call_soon(writer.write, b"bye"))
        log(loop.call_soon(writer.close))
        log(loop.call_later(1, server.close))

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.write(b"abcde;\nx\n")
    log(await reader.read())
    writer.close()
    await server.wait_closed()
    reader = asyncio.StreamReader()
    loop.call_soon(reader.feed_data, b"fed")
    loop.call_soon(reader.feed_eof)
    log(await reader.read())


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: log(context["message"], repr(context["exception"]), context.get("handle")))
    await cancelled_by_callbacks()
    await synchronization()
    await handles()
    await streams()
    future = loop.create_future()
    loop.call_later(1, future.set_result, None)
    await future


asyncio.run(main())
