"""Threads: results, errors and cancellation of run_in_executor() and to_thread(), and coroutines handed in."""

# needs: threads
# events: no
import asyncio
import concurrent.futures
import contextvars
import threading
import time

from caselog import err, log, outcome

var = contextvars.ContextVar("var", default="none")


def work(delay, how="returns"):
    time.sleep(delay)
    if how == "fails":
        raise ValueError(how)
    if how == "cancels":
        raise concurrent.futures.CancelledError("by hand")
    if how == "sets":
        before = var.get()
        var.set("in thread")
        return before
    return how


async def attempt(what, awaitable):
    try:
        log(what, "gave", await awaitable)
    except BaseException as exc:
        log(what, err(exc))


async def coroutine(delay, how):
    await asyncio.sleep(delay)
    if how == "fails":
        raise ValueError(how)
    return how


def hands_in(loop):
    results = []
    future = asyncio.run_coroutine_threadsafe(coroutine(1, "returns"), loop)
    results.append(future.result())
    future = asyncio.run_coroutine_threadsafe(coroutine(1, "fails"), loop)
    try:
        future.result()
    except ValueError as exc:
        results.append(err(exc))
    future = asyncio.run_coroutine_threadsafe(coroutine(5, "late"), loop)
    try:
        future.result(timeout=1)
    except TimeoutError as exc:
        results.append(err(exc))
    results.append(future.cancel())
    results.append(future.cancelled())
    return results


async def main():
    loop = asyncio.get_running_loop()
    await attempt("returns", loop.run_in_executor(None, work, 1))
    await attempt("fails", loop.run_in_executor(None, work, 1, "fails"))
    await attempt("cancels", loop.run_in_executor(None, work, 1, "cancels"))
    var.set("main")
    await attempt("to_thread", asyncio.to_thread(work, 1, "sets"))
    await attempt("executor", loop.run_in_executor(None, work, 1, "sets"))
    log(var.get())
    await attempt("too late", asyncio.wait_for(asyncio.to_thread(work, 2), 1))
    future = loop.run_in_executor(None, work, 1)
    task = asyncio.create_task(attempt("waiter", future), name="waiter")
    await asyncio.sleep(0.5)
    task.cancel("enough")
    await task
    log(outcome(future))
    await attempt("gather", asyncio.gather(*(asyncio.to_thread(work, 1, str(i)) for i in range(3))))
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        futures = [loop.run_in_executor(pool, work, 1, str(i)) for i in range(3)]
        await asyncio.sleep(0.5)
        log([future.cancel() for future in futures])
        log([outcome(future) for future in futures])
    log(await asyncio.to_thread(hands_in, loop))
    event = asyncio.Event()
    thread = threading.Thread(target=lambda: (time.sleep(1), loop.call_soon_threadsafe(event.set)))
    thread.start()
    await event.wait()
    log("event set", event.is_set())
    thread.join()


asyncio.run(main())
