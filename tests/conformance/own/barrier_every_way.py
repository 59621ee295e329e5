"""Barrier: a waiter cancelled, a newcomer while the others leave, reset() and abort() with and without waiters, and its errors."""

import asyncio

from caselog import err, log


async def worker(name, barrier, rounds=1):
    try:
        for _ in range(rounds):
            async with barrier as index:
                log(name, "index", index, barrier)
    except asyncio.BrokenBarrierError as exc:
        log(name, err(exc), barrier)
    except asyncio.CancelledError:
        log(name, "cancelled", barrier)
        raise


def start(names, barrier, rounds=1):
    return [asyncio.create_task(worker(n, barrier, rounds), name=n) for n in names]


async def main():
    barrier = asyncio.Barrier(2)
    a = start("A", barrier)[0]
    await asyncio.sleep(1)
    a.cancel()
    await asyncio.sleep(1)
    log("after a cancellation", barrier.n_waiting, barrier.broken)
    await asyncio.wait(start("BCD", barrier, 2) + start("E", barrier, 2))
    tasks = start("F", barrier)
    await asyncio.sleep(1)
    await barrier.reset()
    tasks += start("GH", barrier)
    await asyncio.wait(tasks)
    await barrier.reset()
    tasks = start("I", barrier)
    await asyncio.sleep(1)
    await barrier.abort()
    log("broken", barrier.broken, barrier.n_waiting)
    await asyncio.wait(tasks)
    await worker("J", barrier)
    await barrier.reset()
    log("whole again", barrier)
    await asyncio.wait(start("KL", barrier))
    try:
        asyncio.Barrier(0)
    except ValueError as exc:
        log(err(exc))


asyncio.run(main())
