"""LifoQueue and PriorityQueue: their order and repr, equal priorities included; shutdown(immediate) with getters, putters and join()."""

import asyncio

from caselog import log


async def waits(name, awaitable):
    try:
        log(name, "->", await awaitable)
    except asyncio.QueueShutDown as exc:
        log(name, repr(exc))


async def main():
    last, least = asyncio.LifoQueue(), asyncio.PriorityQueue()
    for priority, item in (5, "a"), (3, "b"), (3, "a"), (9, "c"), (1, "z"), (3, "c"), (1, "a"):
        await last.put((priority, item))
        await least.put((priority, item))
        log(least)
    log(last)
    while not least.empty():
        log(last.get_nowait(), await least.get(), least)
    for queue in asyncio.Queue(1), asyncio.LifoQueue(1), asyncio.PriorityQueue(1):
        queue.put_nowait(1)
        tasks = [
            asyncio.create_task(waits("put", queue.put(2))),
            asyncio.create_task(waits("put", queue.put(3))),
            asyncio.create_task(waits("join", queue.join())),
        ]
        await asyncio.sleep(1)
        log(queue)
        queue.shutdown(immediate=True)
        log(queue)
        await asyncio.wait(tasks)
        await waits("get", queue.get())
        log(queue.empty(), queue.full(), queue.qsize(), queue.maxsize)
    empty = asyncio.Queue()
    tasks = [asyncio.create_task(waits("get", empty.get())) for _ in range(2)]
    await asyncio.sleep(1)
    empty.shutdown()
    tasks[0].cancel()
    await asyncio.wait(tasks)
    log(empty, tasks[0].cancelled())


asyncio.run(main())
