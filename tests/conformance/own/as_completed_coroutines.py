"""as_completed(): coroutines become tasks at once; results come by the end; a timeout ends each wait that is left."""

import asyncio

from caselog import err, log, outcome

async def work(name, delay):
    log(name, "begins")
    try:
        await asyncio.sleep(delay)
    except asyncio.CancelledError:
        log(name, "cancelled")
        raise
    if name == "D":
        raise KeyError(name)
    return name


async def main():
    waits = list(asyncio.as_completed([work("A", 2), work("B", 1), work("D", 1)]))
    log(len(waits))
    for wait in reversed(waits):
        try:
            log(await wait)
        except KeyError as exc:
            log(err(exc))
    for wait in asyncio.as_completed([work("E", 1), work("F", 5), work("G", 6)], timeout=2):
        try:
            log(await asyncio.wait_for(wait, 9))
        except TimeoutError as exc:
            log(err(exc))
    futures = [asyncio.get_running_loop().create_future() for _ in range(2)]
    futures[1].set_result("second")
    asyncio.get_running_loop().call_soon(lambda: futures[0].cancel("first"))
    async for future in asyncio.as_completed(futures):
        log(future is futures[0], outcome(future))
    task = asyncio.create_task(next(asyncio.as_completed([work("H", 9)], timeout=1)), name="next")
    await asyncio.wait([task])
    log(outcome(task))


asyncio.run(main())
