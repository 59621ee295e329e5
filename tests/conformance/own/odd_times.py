"""Times that are no round numbers: which timers are due in the same turn, and what the clock says."""

import asyncio

from caselog import log


def times(count):
    x = 3
    for _ in range(count):
        x = (x * 1103515245 + 12345) % 2**31
        yield x / 2**31 / 100


async def nap(number, delay):
    await asyncio.sleep(delay)
    await asyncio.sleep(0.1 * delay)
    if number % 10 == 0:
        log(number, asyncio.get_running_loop().time())


async def limited(delay):
    try:
        async with asyncio.timeout(delay):
            await asyncio.sleep(delay * 1.0000001)
    except TimeoutError:
        log("late", asyncio.get_running_loop().time())


async def main():
    await asyncio.gather(*(nap(number, delay) for number, delay in enumerate(times(80))))
    for delay in times(3):
        await limited(delay)
    loop = asyncio.get_running_loop()
    third = 1 / 3
    handles = [loop.call_later(third * n, lambda n=n: log(n, third * n)) for n in range(5)]
    handles.append(loop.call_at(loop.time() + 1, lambda: log("one")))
    await asyncio.sleep(third + third + third)
    log(loop.time(), [handle.when() for handle in handles])
    await asyncio.sleep(1)


asyncio.run(main())
