"""wait(): timeouts, duplicates, what is done already, cancelled waits, and futures that others cancel meanwhile."""

import asyncio

from caselog import err, log


async def work(delay, error=None):
    await asyncio.sleep(delay)
    if error:
        raise error
    return delay


def names(tasks):
    return sorted(task.get_name() for task in tasks)


def three():
    return [asyncio.create_task(work(i + 1), name=f"w{i}") for i in range(3)]


async def main():
    loop = asyncio.get_running_loop()
    tasks = three()
    for timeout in 0.0, -1.0, 1.5, 2.0, None:
        done, pending = await asyncio.wait(tasks, timeout=timeout)
        log(timeout, names(done), names(pending))
    done, pending = await asyncio.wait([*tasks, *tasks], return_when=asyncio.FIRST_COMPLETED)
    log(names(done), names(pending))

    tasks = three()
    tasks[1].cancel()
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    log("a cancellation is no exception", names(done), names(pending))

    tasks = three()
    waiter = asyncio.create_task(asyncio.wait(tasks), name="waiter")
    await asyncio.sleep(1.5)
    waiter.cancel("stop waiting")
    try:
        await waiter
    except asyncio.CancelledError as exc:
        log(err(exc), [task.done() for task in tasks])
    done, pending = await asyncio.wait(tasks, timeout=0.5)
    log("same instant", names(done), names(pending))
    await asyncio.wait(tasks)

    tasks = [asyncio.create_task(work(1, ValueError(i)), name=f"e{i}") for i in range(2)]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    log(names(done), names(pending), [err(task.exception()) for task in tasks])

    futures = [loop.create_future() for _ in range(3)]
    loop.call_later(1, futures[0].cancel)
    loop.call_later(1, futures[1].set_result, "x")
    loop.call_later(2, futures[2].set_exception, ValueError("y"))
    done, pending = await asyncio.wait(futures, return_when=asyncio.FIRST_COMPLETED)
    log([future in done for future in futures])
    done, pending = await asyncio.wait(pending, timeout=5)
    log(len(done), err(futures[2].exception()))

    try:
        await asyncio.wait([])
    except ValueError as exc:
        log(err(exc))
    coroutine = work(1)
    try:
        await asyncio.wait([coroutine])
    except TypeError as exc:
        log(err(exc))
    coroutine.close()


asyncio.run(main())
