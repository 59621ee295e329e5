"""Threads that give the loop coroutines, wait for them with limits, cancel them; contexts, exceptions, closed executors."""

import asyncio
import concurrent.futures
import contextvars
import threading
import time

from caselog import err, log, outcome

var = contextvars.ContextVar("var", default="main's")


async def slow(seconds, value=None, fail=None):
    try:
        await asyncio.sleep(seconds)
    except asyncio.CancelledError as exc:
        log("slow cancelled", err(exc))
        raise
    if fail:
        raise fail
    return value


def outside(loop):
    lines = []
    future = asyncio.run_coroutine_threadsafe(slow(1, "given"), loop)
    lines.append(future.result(5))
    future = asyncio.run_coroutine_threadsafe(slow(10), loop)
    try:
        future.result(timeout=1)
    except TimeoutError as exc:
        lines.append(("limit", err(exc), future.done()))
    lines.append(future.cancel())
    lines.append(future.cancelled())
    try:
        future.result()
    except concurrent.futures.CancelledError as exc:
        lines.append(type(exc).__name__)
    future = asyncio.run_coroutine_threadsafe(slow(1, fail=KeyError("k")), loop)
    lines.append(repr(future.exception()))
    return lines


def blocking(seconds, fail=None):
    time.sleep(seconds)
    if fail:
        raise fail
    return var.get(), threading.current_thread().name.partition("_")[0]


async def main():
    loop = asyncio.get_running_loop()
    for line in await asyncio.to_thread(outside, loop):
        log(line)
    var.set("changed")
    log(await asyncio.to_thread(blocking, 1))
    log(await loop.run_in_executor(None, blocking, 1))
    for fail in (ValueError("in a thread"), StopIteration(1), asyncio.CancelledError("odd")):
        try:
            log(await asyncio.to_thread(blocking, 0.5, fail))
        except BaseException as exc:
            log(type(exc).__name__, exc)
    try:
        await asyncio.wait_for(asyncio.to_thread(blocking, 2), 1)
    except TimeoutError as exc:
        log(err(exc))
    with concurrent.futures.ThreadPoolExecutor(1, "pool") as pool:
        first = loop.run_in_executor(pool, blocking, 1)
        second = loop.run_in_executor(pool, blocking, 1)
        log(second.cancel(), first.done())
        log(await asyncio.gather(first, second, return_exceptions=True))
    try:
        loop.run_in_executor(pool, blocking, 1)
    except RuntimeError as exc:
        log(err(exc))
    event = asyncio.Event()
    thread = threading.Thread(target=lambda: (time.sleep(1), loop.call_soon_threadsafe(event.set)))
    thread.start()
    await event.wait()
    thread.join()
    log("set")
    wrapped = concurrent.futures.Future()
    waiting = asyncio.wrap_future(wrapped)
    loop.call_later(1, wrapped.set_result, "concurrent")
    log(await waiting, waiting.done())


asyncio.run(main())
