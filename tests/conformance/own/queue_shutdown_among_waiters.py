"""Queue.shutdown() while getters, putters and joiners wait, some of them cancelled or out of time in that very turn."""

import asyncio

from caselog import err, log


async def attempt(label, awaitable):
    try:
        log(label, "gave", await awaitable)
    except BaseException as exc:
        log(label, err(exc))


def start(label, awaitable):
    return asyncio.create_task(attempt(label, awaitable), name=label)


def at_once(label, function, *args):
    try:
        log(label, "gave", function(*args))
    except Exception as exc:
        log(label, err(exc))


async def getters(immediate):
    queue = asyncio.Queue()
    tasks = [start(f"get {i}", queue.get()) for i in range(3)]
    limited = start("limited", asyncio.wait_for(queue.get(), 1))
    await asyncio.sleep(1)
    queue.put_nowait("only one")
    tasks[1].cancel()
    queue.shutdown(immediate)
    log(queue)
    await asyncio.wait([*tasks, limited])
    at_once("get_nowait", queue.get_nowait)
    at_once("put_nowait", queue.put_nowait, 1)
    await attempt("join", asyncio.wait_for(queue.join(), 1))
    at_once("task_done", queue.task_done)
    at_once("task_done", queue.task_done)
    log(queue, queue.empty(), queue.full())


async def putters(immediate):
    queue = asyncio.PriorityQueue(2)
    for item in 5, 3:
        queue.put_nowait(item)
    tasks = [start(f"put {i}", queue.put(i)) for i in range(3)]
    await asyncio.sleep(1)
    at_once("get_nowait", queue.get_nowait)
    queue.shutdown(immediate)
    tasks[2].cancel()
    await asyncio.wait(tasks)
    log(queue, queue.qsize())
    for _ in range(3):
        await attempt("get", queue.get())
    log(queue)


async def joiners(immediate):
    queue = asyncio.LifoQueue()
    for item in "abc":
        queue.put_nowait(item)
    tasks = [start(f"join {i}", queue.join()) for i in range(2)]
    await asyncio.sleep(1)
    log(queue.get_nowait())
    queue.shutdown(immediate)
    queue.shutdown()
    await asyncio.sleep(1)
    log(queue)
    queue.task_done()
    while not queue.empty():
        await attempt("get", queue.get())
        queue.task_done()
    await asyncio.wait(tasks)
    queue.shutdown(immediate=True)
    at_once("task_done", queue.task_done)


async def worker(name, queue):
    try:
        while True:
            item = await queue.get()
            await asyncio.sleep(item)
            log(name, "did", item)
            queue.task_done()
    except asyncio.QueueShutDown as exc:
        log(name, "ends", err(exc), repr(exc))


async def pool():
    queue = asyncio.Queue(maxsize=2)
    async with asyncio.TaskGroup() as group:
        for name in "xyz":
            group.create_task(worker(name, queue), name=name)
        for item in 1, 2, 1, 3, 1:
            await queue.put(item)
        queue.shutdown()
        log("shut down", queue)
        await queue.join()
        log("joined")
    log(queue)


async def main():
    for function in getters, putters, joiners:
        for immediate in False, True:
            log(function.__name__, immediate)
            await function(immediate)
    await pool()


asyncio.run(main())
