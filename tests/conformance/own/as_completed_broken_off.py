"""as_completed(): left early, out of time midway, awaited late or never, both ways of iterating mixed, cancelled inside."""

import asyncio

from caselog import err, log, outcome


async def work(name, delay, error=None):
    await asyncio.sleep(delay)
    if error:
        raise error
    return name


def tasks_of(**delays):
    return [asyncio.create_task(work(name, delay), name=name) for name, delay in delays.items()]


async def left_early():
    tasks = tasks_of(a=1, b=2, c=3)
    async for task in asyncio.as_completed(tasks):
        log(task.get_name(), task.result(), task is tasks[0])
        break
    for next_one in asyncio.as_completed(tasks[1:]):
        log("got", await next_one)
        break
    log([outcome(task) for task in tasks])
    await asyncio.wait(tasks)


async def out_of_time():
    tasks = tasks_of(a=1, b=2, c=9)
    try:
        async for task in asyncio.as_completed(tasks, timeout=2):
            log(task.get_name())
    except TimeoutError as exc:
        log(err(exc), outcome(tasks[1]))
    for next_one in asyncio.as_completed(tasks, timeout=1):
        try:
            log("got", await next_one)
        except TimeoutError as exc:
            log(err(exc))
    try:
        for next_one in asyncio.as_completed(tasks, timeout=0):
            log("got", await next_one)
    except TimeoutError as exc:
        log(err(exc))
    tasks[2].cancel()


async def mixed():
    tasks = tasks_of(a=2, b=1, c=3, d=4)
    results = asyncio.as_completed(tasks)
    first = await anext(results)
    log(first.get_name())
    second = next(results)
    log(await second)
    async for task in results:
        log(task.get_name())
    try:
        next(results)
    except StopIteration:
        log("no more")
    try:
        await anext(results)
    except StopAsyncIteration:
        log("no more")


async def awaited_late():
    """They are given out in the order in which they are awaited."""
    waits = [asyncio.create_task(each, name=f"wait {i}") for i, each in enumerate(asyncio.as_completed(tasks_of(a=3, b=1, c=2)))]
    waits[1].cancel()
    await asyncio.sleep(2)
    waits[0].cancel()
    await asyncio.wait(waits)
    log([outcome(each) for each in waits])


async def fails():
    error = ValueError("x")
    futures = [asyncio.ensure_future(work("x", 1, error)), asyncio.ensure_future(work("y", 2))]
    async for future in asyncio.as_completed(futures):
        log(outcome(future))
    seen = 0
    for next_one in asyncio.as_completed(futures):
        try:
            log(await next_one)
        except ValueError as exc:
            seen += 1
            log(err(exc), exc is error)
    log(seen)


async def cancelled_inside():
    tasks = tasks_of(a=1, b=5)

    async def iterates():
        async for task in asyncio.as_completed(tasks):
            log("inside", task.get_name())

    task = asyncio.create_task(iterates(), name="iterates")
    await asyncio.sleep(2)
    tasks[1].cancel("the last one")
    await asyncio.wait([task])
    log(outcome(task))
    tasks = tasks_of(a=1, b=5)
    task = asyncio.create_task(iterates(), name="iterates")
    await asyncio.sleep(2)
    task.cancel()
    await asyncio.wait([task])
    log(outcome(task), outcome(tasks[1]))
    tasks[1].cancel()


async def main():
    for function in left_early, out_of_time, mixed, awaited_late, fails, cancelled_inside:
        log(function.__name__)
        await function()
    async for _ in asyncio.as_completed([], timeout=1):
        log("never")
    log(list(asyncio.as_completed([])))


asyncio.run(main())
