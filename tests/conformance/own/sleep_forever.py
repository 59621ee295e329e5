"""sleep(inf) and other long waits, which others end; timers further away than a day."""

import asyncio
import math

from caselog import err, log


async def sleeps(delay):
    try:
        await asyncio.sleep(delay)
        log("slept", delay)
    except asyncio.CancelledError as exc:
        log("woken", err(exc))
        raise


async def main():
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(sleeps(math.inf), name="inf")
    await asyncio.sleep(1)
    task.cancel("enough")
    await asyncio.wait([task])
    try:
        await asyncio.wait_for(sleeps(math.inf), 1)
    except TimeoutError as exc:
        log(err(exc))
    async with asyncio.timeout(math.inf) as scope:
        log(scope.when())
        await asyncio.sleep(1)
    await asyncio.sleep(3 * 24 * 3600)
    log("three days")
    handle = loop.call_later(10 * 24 * 3600, log, "ten days")
    await asyncio.sleep(1)
    handle.cancel()
    await asyncio.wait_for(sleeps(1), math.inf)
    await asyncio.sleep(-math.inf)
    log("end")


asyncio.run(main())
