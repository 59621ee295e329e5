"""Queue: getters and putters cancelled before, with and after the turn that serves them; nothing is lost, the next one is woken."""

import asyncio

from caselog import log


async def getter(name, queue):
    try:
        log(name, "got", await queue.get(), queue)
    except asyncio.CancelledError:
        log(name, "cancelled", queue)
        raise


async def putter(name, queue):
    try:
        await queue.put(name)
        log(name, "put", queue)
    except asyncio.CancelledError:
        log(name, "cancelled", queue)
        raise


async def attempt(turns, make, act):
    queue = asyncio.Queue(1)
    if make is putter:
        queue.put_nowait("first")
    tasks = [asyncio.create_task(make(n, queue), name=n) for n in "ABC"]
    await asyncio.sleep(1)
    act(queue)
    for _ in range(turns):
        await asyncio.sleep(0)
    log("cancel", tasks[0].cancel(), queue)
    await asyncio.sleep(1)
    log("then", queue)
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)


async def main():
    for turns in range(3):
        log("getters", turns)
        await attempt(turns, getter, lambda queue: queue.put_nowait("item"))
        log("putters", turns)
        await attempt(turns, putter, lambda queue: queue.get_nowait())


asyncio.run(main())
