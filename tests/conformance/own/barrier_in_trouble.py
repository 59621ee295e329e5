"""Barrier: aborted and reset in every phase, waiters that are cancelled or run out of time, more than it takes."""

import asyncio

from caselog import err, log


async def party(barrier, name, delay=0):
    await asyncio.sleep(delay)
    try:
        index = await barrier.wait()
        log(name, index, barrier.n_waiting, barrier.broken)
    except BaseException as exc:
        log(name, err(exc), barrier.n_waiting, barrier.broken)


def parties(barrier, letters, delay=0):
    return [asyncio.create_task(party(barrier, letter, delay), name=letter) for letter in letters]


async def more_than_it_takes():
    barrier = asyncio.Barrier(2)
    tasks = parties(barrier, "abcde")
    await asyncio.sleep(1)
    log(barrier.n_waiting, barrier)
    await barrier.wait()
    await asyncio.wait(tasks)


async def out_of_time():
    barrier = asyncio.Barrier(3)
    tasks = parties(barrier, "a")
    try:
        await asyncio.wait_for(barrier.wait(), 1)
    except TimeoutError as exc:
        log(err(exc), barrier.n_waiting)
    tasks[0].cancel("leaves")
    await asyncio.sleep(1)
    log(barrier.n_waiting)
    tasks += parties(barrier, "bcd")
    await asyncio.wait(tasks)
    log(barrier)


async def aborted():
    barrier = asyncio.Barrier(3)
    tasks = parties(barrier, "ab")
    await asyncio.sleep(1)
    await barrier.abort()
    log(barrier, barrier.broken)
    tasks += parties(barrier, "c")
    await asyncio.wait(tasks)
    await barrier.reset()
    log(barrier)
    await asyncio.wait(parties(barrier, "def"))


async def reset():
    barrier = asyncio.Barrier(2)
    tasks = parties(barrier, "a")
    await asyncio.sleep(1)
    resetter = asyncio.create_task(barrier.reset(), name="resetter")
    tasks += parties(barrier, "bc")
    await asyncio.wait([resetter, *tasks])
    log(barrier)


async def aborted_while_draining():
    barrier = asyncio.Barrier(2)
    tasks = parties(barrier, "ab")
    aborter = asyncio.create_task(barrier.abort(), name="aborter")
    await asyncio.wait([aborter, *tasks])
    log(barrier)


async def context():
    barrier = asyncio.Barrier(2)

    async def enters(name):
        async with barrier as index:
            log(name, "inside", index)
            await asyncio.sleep(index)
        log(name, "outside", barrier.n_waiting)

    await asyncio.gather(enters("a"), enters("b"))


async def main():
    for function in more_than_it_takes, out_of_time, aborted, reset, aborted_while_draining, context:
        log(function.__name__)
        await function()
    try:
        asyncio.Barrier(0)
    except ValueError as exc:
        log(err(exc))


asyncio.run(main())
