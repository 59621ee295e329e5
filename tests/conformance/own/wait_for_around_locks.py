"""wait_for() around acquire(), Condition.wait(), get() and put(): in the instant of the limit somebody lets go, and nothing is lost."""

import asyncio

from caselog import err, log


async def limited(label, awaitable, limit):
    try:
        log(label, "got", await asyncio.wait_for(awaitable, limit))
        return True
    except TimeoutError as exc:
        log(label, err(exc))
        return False


async def later(delay, function, *args):
    await asyncio.sleep(delay)
    function(*args)


async def lock():
    lock = asyncio.Lock()
    for released_first in True, False:
        await lock.acquire()
        if released_first:
            release = asyncio.create_task(later(1, lock.release))
            await asyncio.sleep(0)
        waits = asyncio.create_task(limited("a", lock.acquire(), 1))
        await asyncio.sleep(0)
        if not released_first:
            release = asyncio.create_task(later(1, lock.release))
        others = asyncio.create_task(limited("b", lock.acquire(), 3))
        await asyncio.wait([waits, release])
        log(lock)
        if waits.result():
            lock.release()
        if await others:
            lock.release()
        log(lock)


async def semaphore():
    semaphore = asyncio.Semaphore(1)
    await semaphore.acquire()
    tasks = [asyncio.create_task(limited(name, semaphore.acquire(), 1), name=name) for name in "abc"]
    await asyncio.sleep(1)
    semaphore.release()
    log(semaphore)
    tasks[1].cancel()
    await asyncio.wait(tasks)
    log(semaphore, [task.cancelled() for task in tasks])


async def waits_inside(condition, label, limit):
    async with condition:
        try:
            return await limited(label, condition.wait(), limit)
        finally:
            log(label, "has it again", condition.locked())


async def condition():
    condition = asyncio.Condition()
    tasks = [asyncio.create_task(waits_inside(condition, "a", 1)), asyncio.create_task(waits_inside(condition, "b", 3))]
    await asyncio.sleep(1)
    async with condition:
        condition.notify()
        log("notified", condition)
        await asyncio.sleep(1)
    await asyncio.wait(tasks)
    # One that is out of time while it waits for the lock again.
    task = asyncio.create_task(waits_inside(condition, "c", 1))
    await asyncio.sleep(0.5)
    async with condition:
        condition.notify_all()
        await asyncio.sleep(2)
        log("lets go", condition)
    await task


async def predicate():
    condition = asyncio.Condition()
    value = 0

    async def reaches(wanted, limit):
        async with condition:
            return await limited(wanted, condition.wait_for(lambda: value >= wanted and f"{value}!"), limit)

    tasks = [asyncio.create_task(reaches(wanted, 2)) for wanted in (1, 2, 3)]
    for value in 1, 2:
        await asyncio.sleep(0.75)
        async with condition:
            condition.notify_all()
    await asyncio.wait(tasks)


async def queue():
    queue = asyncio.Queue(1)
    getter = asyncio.create_task(limited("get", queue.get(), 1))
    await asyncio.sleep(1)
    queue.put_nowait("late")
    log(await getter, queue)
    putter = asyncio.create_task(limited("put", queue.put("next"), 1))
    if queue.full():
        await asyncio.sleep(1)
        log(queue.get_nowait())
    await putter
    log(queue)


async def event_and_zero():
    event, lock = asyncio.Event(), asyncio.Lock()
    await limited("event", event.wait(), 0)
    event.set()
    await limited("event", event.wait(), 0)
    await limited("lock", lock.acquire(), 0)
    await limited("lock", lock.acquire(), 0)
    await limited("lock", lock.acquire(), -1)
    log(event, lock)


async def main():
    for function in lock, semaphore, condition, predicate, queue, event_and_zero:
        log(function.__name__)
        await function()


asyncio.run(main())
