"""Semaphore: waiters cancelled in the step of release(), before and after it; newcomers stay behind; the repr in each state."""

import asyncio

from caselog import log


async def worker(name, semaphore):
    try:
        async with semaphore:
            log(name, "in", semaphore)
            await asyncio.sleep(0)
    except asyncio.CancelledError:
        log(name, "cancelled", semaphore)
        raise


async def attempt(cancel_first, permits):
    semaphore = asyncio.Semaphore(0)
    tasks = [asyncio.create_task(worker(n, semaphore), name=n) for n in "ABC"]
    await asyncio.sleep(1)
    if cancel_first:
        tasks[0].cancel()
        log("locked", semaphore.locked(), semaphore)
    for _ in range(permits):
        semaphore.release()
    if not cancel_first:
        tasks[0].cancel()
        tasks[1].cancel()
    log("locked", semaphore.locked(), semaphore)
    tasks.append(asyncio.create_task(worker("late", semaphore), name="late"))
    await asyncio.sleep(1)
    log("then", semaphore)
    semaphore.release()
    await asyncio.wait(tasks)
    log("at last", semaphore)


async def main():
    for cancel_first in True, False:
        for permits in 1, 2:
            log("cancel first", cancel_first, "permits", permits)
            await attempt(cancel_first, permits)


asyncio.run(main())
