"""Lock: the first in line is cancelled before, in and after the turn of release(); the second gets it or keeps its place."""

import asyncio

from caselog import log


async def waiter(name, lock):
    try:
        async with lock:
            log(name, "holds", lock)
            await asyncio.sleep(0)
    except asyncio.CancelledError:
        log(name, "cancelled", lock)
        raise


async def attempt(turns, release_first):
    lock = asyncio.Lock()
    await lock.acquire()
    tasks = [asyncio.create_task(waiter(n, lock), name=n) for n in "AB"]
    await asyncio.sleep(1)
    if release_first:
        lock.release()
    for _ in range(turns):
        await asyncio.sleep(0)
    log("cancel", tasks[0].cancel(), lock)
    if not release_first:
        lock.release()
    log("free for a newcomer", not lock.locked(), await asyncio.wait_for(lock.acquire(), 5))
    lock.release()
    await asyncio.wait(tasks)


async def main():
    for turns in range(4):
        for release_first in True, False:
            log("turns", turns, "release first", release_first)
            await attempt(turns, release_first)


asyncio.run(main())
