"""Time is floating point: what is due within a nanosecond comes in one turn, the smaller deadline first."""

import asyncio
import time

from caselog import err, log


async def ticks(name, step, count):
    for i in range(count):
        await asyncio.sleep(step)
        log(name, i, asyncio.get_running_loop().time())


async def limited(limit, step):
    try:
        async with asyncio.timeout(limit) as scope:
            while True:
                await asyncio.sleep(step)
                log("step", asyncio.get_running_loop().time())
    except TimeoutError as exc:
        log("limit", err(exc), scope.when(), asyncio.get_running_loop().time())


def blocks(count):
    for _ in range(count):
        time.sleep(0.1)
    return count


def show(delay):
    log(delay)


async def main():
    loop = asyncio.get_running_loop()
    async with asyncio.TaskGroup() as group:
        group.create_task(asyncio.sleep(1, "one"), name="one")
        group.create_task(ticks("a", 0.1, 10), name="a")
        group.create_task(ticks("b", 0.3, 4), name="b")
        group.create_task(ticks("c", 0.7, 2), name="c")
    start = loop.time()
    await limited(start + 0.1 + 0.2, 0.1)
    await limited(1, 0.1)
    handles = [loop.call_later(delay, show, delay) for delay in (0.3, 0.1 + 0.2, 0.3 - 1e-12, 0.3 + 2e-9)]
    log([handle.when() - loop.time() for handle in handles], handles[0] < handles[3], handles[2] < handles[0])
    await asyncio.sleep(1)
    log(loop.time() - start, handles[0].when())
    results = await asyncio.gather(asyncio.wait_for(asyncio.sleep(0.3, "in time"), 0.1 + 0.2), asyncio.wait_for(asyncio.sleep(0.1 + 0.2), 0.3),
                                   return_exceptions=True)
    log(blocks(3), await asyncio.to_thread(blocks, 3), loop.time())
    log(await asyncio.gather(asyncio.to_thread(blocks, 10), asyncio.sleep(1), asyncio.to_thread(blocks, 3)), loop.time())
    log([result if isinstance(result, str) else err(result) for result in results])


asyncio.run(main())
