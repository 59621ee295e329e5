"""as_completed(): both ways to iterate, limits, duplicates, errors on the way, left early, nothing at all."""

import asyncio

from caselog import err, log


async def work(delay, what):
    await asyncio.sleep(delay)
    if what == "fails":
        raise ValueError(what)
    return what


async def plain(awaitables, **options):
    for next_one in asyncio.as_completed(awaitables, **options):
        try:
            log("plain", await next_one)
        except Exception as exc:
            log("plain", err(exc))


async def asynchronous(awaitables, **options):
    try:
        async for task in asyncio.as_completed(awaitables, **options):
            try:
                log("async", task.get_name(), await task)
            except ValueError as exc:
                log("async", task.get_name(), err(exc))
    except TimeoutError as exc:
        log("async", err(exc))


def three(prefix):
    return [
        asyncio.create_task(work(3 - i, "fails" if i == 1 else f"{prefix}{i}"), name=f"{prefix}{i}") for i in range(3)
    ]


async def main():
    await plain(three("a"))
    await asynchronous(three("b"))
    tasks = three("c")
    await plain(tasks, timeout=2)
    await asynchronous(tasks)
    await asynchronous(three("d"), timeout=2)
    await plain(three("e"), timeout=0)
    tasks = three("f")
    await plain([*tasks, tasks[0]])
    await plain([])
    await asynchronous([])
    tasks = three("g")
    async for task in asyncio.as_completed(tasks):
        log("first", task.get_name())
        break
    await asyncio.sleep(5)
    loop = asyncio.get_running_loop()
    futures = [loop.create_future() for _ in range(2)]
    loop.call_later(1, futures[1].set_result, "future")
    loop.call_later(2, futures[0].cancel)
    for next_one in asyncio.as_completed(futures):
        try:
            log("future", await next_one)
        except asyncio.CancelledError as exc:
            log("future", err(exc))
    waits = list(asyncio.as_completed([work(2, "x"), work(1, "y")]))
    log(len(waits))
    log(await asyncio.gather(*reversed(waits)))
    task = asyncio.create_task(plain([work(5, "late"), work(1, "early")]), name="T")
    await asyncio.sleep(2)
    task.cancel("enough")
    try:
        await task
    except asyncio.CancelledError as exc:
        log(err(exc))
    await asyncio.sleep(5)


asyncio.run(main())
