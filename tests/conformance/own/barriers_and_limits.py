"""Barriers and conditions under limits and cancellations: who comes late, who leaves while the others pass, who is woken twice."""

import asyncio

from caselog import err, log, outcome


async def attempt(name, awaitable):
    try:
        log(name, "gave", await awaitable)
    except BaseException as exc:
        log(name, err(exc), asyncio.current_task().cancelling())


async def passes(name, barrier, stay=0):
    async with barrier as position:
        log(name, position, barrier)
        await asyncio.sleep(stay)
    log(name, "left", barrier)


async def left_by_one():
    barrier = asyncio.Barrier(3)
    limited = asyncio.create_task(attempt("limited", asyncio.wait_for(barrier.wait(), 1)), name="limited")
    tasks = [asyncio.create_task(attempt(name, passes(name, barrier, 1)), name=name) for name in "ab"]
    await asyncio.sleep(0)
    tasks[0].cancel("a leaves")
    await asyncio.wait([limited, *tasks], timeout=2)
    log(barrier, [outcome(task) for task in tasks])
    await attempt("reset", barrier.reset())
    await asyncio.wait(tasks)
    tasks = [asyncio.create_task(attempt(name, passes(name, barrier)), name=name) for name in "cdefg"]
    await asyncio.sleep(0)
    tasks[1].cancel("while it passes")
    await asyncio.wait(tasks, timeout=1)
    log([outcome(task) for task in tasks], barrier)
    await barrier.abort()
    await asyncio.wait(tasks)
    log([outcome(task) for task in tasks], barrier, barrier.broken)


async def in_a_group():
    barrier = asyncio.Barrier(2)
    async with asyncio.TaskGroup() as group:
        group.create_task(passes("h", barrier), name="h")
        await asyncio.sleep(1)
        group.create_task(passes("i", barrier, 1), name="i")
        await asyncio.sleep(0)
        raise KeyError("body")


async def waits(name, condition, limit):
    async with condition:
        try:
            async with asyncio.timeout(limit):
                await condition.wait()
            log(name, "woken", condition)
        except TimeoutError:
            log(name, "late", condition.locked(), condition)


async def at_the_limit():
    condition = asyncio.Condition()
    tasks = [asyncio.create_task(attempt(name, waits(name, condition, limit)), name=name) for name, limit in [("j", 1), ("k", 2), ("l", 3)]]
    await asyncio.sleep(1)
    async with condition:
        condition.notify()
        await asyncio.sleep(1)
    await asyncio.sleep(0)
    async with condition:
        tasks[2].cancel("l leaves")
        condition.notify_all()
        tasks[2].cancel("really")
    await asyncio.wait(tasks)
    log([task.cancelling() for task in tasks], condition)


async def main():
    await attempt("one", left_by_one())
    await attempt("group", in_a_group())
    await attempt("limit", at_the_limit())


asyncio.run(main())
