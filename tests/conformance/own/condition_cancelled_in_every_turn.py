"""Condition: a waiter cancelled before, with and after notify(1), while the lock is held or free: who gets the notification."""

import asyncio

from caselog import err, log


async def waiter(name, condition):
    try:
        async with condition:
            log(name, "woken", await condition.wait())
    except asyncio.CancelledError as exc:
        log(name, "cancelled", err(exc), condition)
        raise


async def attempt(turns, hold):
    condition = asyncio.Condition()
    tasks = [asyncio.create_task(waiter(n, condition), name=n) for n in "AB"]
    await asyncio.sleep(1)
    async with condition:
        condition.notify()
        if hold:
            await asyncio.sleep(1)
    for _ in range(turns):
        await asyncio.sleep(0)
    tasks[0].cancel("first")
    await asyncio.sleep(0)
    tasks[0].cancel("second")
    await asyncio.sleep(1)
    log([t.done() for t in tasks], condition)
    async with condition:
        condition.notify_all()
    await asyncio.wait(tasks)


async def main():
    for turns in range(4):
        for hold in True, False:
            log("turns", turns, "hold", hold)
            await attempt(turns, hold)


asyncio.run(main())
