"""Calls in threads that nobody waits for any more: cancelled before, while and after they run, and what they hand over then."""

import asyncio
import concurrent.futures
import threading
import time

from caselog import err, log, outcome


def slow(name, seconds, loop, fails=False):
    time.sleep(seconds)
    loop.call_soon_threadsafe(log, name, "is over")
    if fails:
        raise KeyError(name)
    return name


async def attempt(name, awaitable):
    try:
        log(name, "gave", await awaitable)
    except BaseException as exc:
        log(name, repr(exc), asyncio.current_task().cancelling())


async def limited():
    loop = asyncio.get_running_loop()
    await attempt("limit", asyncio.wait_for(asyncio.to_thread(slow, "limited", 2, loop), 1))
    await attempt("shield", asyncio.wait_for(asyncio.shield(asyncio.to_thread(slow, "shielded", 2, loop, True)), 1))
    try:
        async with asyncio.timeout(0.5):
            async with asyncio.TaskGroup() as group:
                group.create_task(asyncio.to_thread(slow, "in group", 1, loop), name="in group")
                group.create_task(asyncio.sleep(3), name="sleeper")
    except TimeoutError as exc:
        log(err(exc))
    await asyncio.sleep(3)


async def in_line():
    loop = asyncio.get_running_loop()
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        calls = [loop.run_in_executor(pool, slow, f"call {i}", 1, loop) for i in range(4)]
        await asyncio.sleep(0.5)
        log(calls[0].cancel("it runs"), calls[2].cancel("it waits"))
        done, pending = await asyncio.wait(calls, timeout=1)
        log([outcome(call) for call in calls], len(done), len(pending))
        await attempt("call 3", calls[3])
    await asyncio.sleep(0)
    log("pool is gone")


async def handed_over():
    loop = asyncio.get_running_loop()
    task = asyncio.current_task()
    event = threading.Event()

    def thread():
        event.wait()
        loop.call_soon_threadsafe(task.cancel, "from a thread")
        handle = loop.call_soon_threadsafe(log, "never")
        handle.cancel()
        loop.call_soon_threadsafe(log, "after it")

    threading.Thread(target=thread).start()
    loop.call_later(1, event.set)
    await attempt("sleeper", asyncio.sleep(9))
    task.uncancel()
    future = concurrent.futures.Future()
    wrapped = asyncio.wrap_future(future)
    loop.call_later(1, wrapped.cancel, "not any more")
    await attempt("wrapped", wrapped)
    log(future.cancelled(), task.cancelling())


async def main():
    for function in limited, in_line, handed_over:
        log(function.__name__)
        await function()


asyncio.run(main())
