"""A coroutine can be awaited once: what a second time gives, for coroutines, sleeps and tasks."""

import asyncio

from caselog import err, log


async def work(delay):
    await asyncio.sleep(delay)
    return delay


async def twice(name, coroutine):
    for _ in range(2):
        try:
            log(name, await coroutine)
        except RuntimeError as exc:
            log(name, err(exc))


async def also_awaits(coroutine):
    await coroutine


async def main():
    await twice("coroutine", work(1))
    await twice("sleep", asyncio.sleep(1, "slept"))
    await twice("yield", asyncio.sleep(0, "yielded"))
    coroutine = work(1)
    log(await coroutine)
    task = asyncio.create_task(coroutine, name="reused")
    await asyncio.wait([task])
    log(err(task.exception()))
    task = asyncio.create_task(coroutine, name="cancelled before")
    task.cancel()
    await asyncio.wait([task])
    log(err(task.exception()))
    try:
        await asyncio.gather(coroutine, asyncio.sleep(1))
    except RuntimeError as exc:
        log(err(exc))
    try:
        await asyncio.wait_for(coroutine, 1)
    except RuntimeError as exc:
        log(err(exc))
    sleep = asyncio.sleep(1)
    await sleep
    task = asyncio.create_task(sleep, name="reused sleep")
    await asyncio.wait([task])
    log(err(task.exception()))
    coroutine = work(1)
    first = asyncio.create_task(also_awaits(coroutine), name="first")
    second = asyncio.create_task(also_awaits(coroutine), name="second")
    await asyncio.wait([first, second])
    log(first.exception(), err(second.exception()))
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(coroutine, name="in group")
    except ExceptionGroup as exc:
        log(err(exc))


asyncio.run(main())
