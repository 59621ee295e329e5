"""gather() of shield()s, shield() of a gather and wait_for() of a shield: cancelled before, in and after each turn."""

import asyncio

from caselog import err, log, outcome


async def work(name, turns):
    try:
        for _ in range(turns):
            await asyncio.sleep(0)
    except asyncio.CancelledError as exc:
        log(name, err(exc))
        raise
    return name


async def gather_of_shields(a, b):
    return await asyncio.gather(asyncio.shield(a), asyncio.shield(b))


async def shield_of_gather(a, b):
    return await asyncio.shield(asyncio.gather(a, b))


async def wait_for_shield(a, b):
    return await asyncio.wait_for(asyncio.shield(a), 5), await b


async def gather_collecting(a, b):
    return await asyncio.gather(asyncio.shield(a), b, return_exceptions=True)


async def main():
    for way in gather_of_shields, shield_of_gather, wait_for_shield, gather_collecting:
        for turns in range(6):
            log(way.__name__, turns)
            a = asyncio.create_task(work('a', 1), name='a')
            b = asyncio.create_task(work('b', 2), name='b')
            waiter = asyncio.create_task(way(a, b), name='w')
            for _ in range(turns):
                await asyncio.sleep(0)
            log(waiter.cancel('stop'), waiter.cancelling())
            await asyncio.wait([waiter, a, b])
            log(outcome(waiter), outcome(a), outcome(b))


asyncio.run(main())
