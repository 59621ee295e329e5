"""Queues: timeouts in the same turn as an item, cancelled putters, shutdown with waiters, join by several."""

import asyncio

from caselog import err, log, outcome


async def attempt(what, coroutine):
    try:
        log(what, "gave", await coroutine)
    except Exception as exc:
        log(what, err(exc))


async def late_items():
    queue = asyncio.Queue()
    loop = asyncio.get_running_loop()
    loop.call_later(1, queue.put_nowait, "same instant")
    await attempt("get", asyncio.wait_for(queue.get(), 1))
    log(str(queue))
    waiters = [asyncio.create_task(queue.get(), name=f"G{i}") for i in range(3)]
    await asyncio.sleep(0)
    log(str(queue))
    queue.put_nowait("a")
    queue.put_nowait("b")
    log(waiters[1].cancel("too late"), queue.get_nowait(), str(queue))
    await asyncio.sleep(1)
    log([outcome(waiter) for waiter in waiters], str(queue))
    queue.put_nowait("c")
    queue.put_nowait("d")
    await asyncio.wait(waiters)
    log([outcome(waiter) for waiter in waiters], str(queue))


async def full_queue():
    queue = asyncio.Queue(1)
    await queue.put(0)
    putters = [asyncio.create_task(queue.put(i), name=f"P{i}") for i in (1, 2, 3)]
    await asyncio.sleep(0)
    log(str(queue), queue.full())
    log(queue.get_nowait(), putters[0].cancel())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    log(str(queue), [outcome(putter) for putter in putters])
    await attempt("put", asyncio.wait_for(queue.put(4), 1))
    log(await queue.get(), await queue.get(), str(queue))
    await asyncio.wait(putters)
    try:
        queue.put_nowait(5)
        queue.put_nowait(6)
    except asyncio.QueueFull as exc:
        log(err(exc), str(queue))


async def shut_down(immediate):
    queue = asyncio.Queue(2)
    getters = [asyncio.create_task(attempt(f"G{i}", queue.get()), name=f"G{i}") for i in range(2)]
    await asyncio.sleep(0)
    for i in range(3):
        await queue.put(i)
    putter = asyncio.create_task(attempt("P", queue.put(7)), name="P")
    other = asyncio.create_task(attempt("Q", queue.put(8)), name="Q")
    joiner = asyncio.create_task(queue.join(), name="J")
    await asyncio.sleep(1)
    log(str(queue))
    other.cancel()
    queue.shutdown(immediate)
    log(str(queue))
    await asyncio.wait([putter])
    await attempt("put", queue.put(9))
    await attempt("get", queue.get())
    await attempt("get", queue.get())
    await attempt("get", queue.get())
    log(str(queue), outcome(joiner))
    try:
        for _ in range(9):
            queue.task_done()
    except ValueError as exc:
        log(err(exc))
    await asyncio.wait([joiner, *getters])
    log(str(queue), outcome(joiner))
    queue.shutdown(True)
    await queue.join()


async def joined_by_several():
    queue = asyncio.PriorityQueue()
    for item in (3, "c"), (1, "a"), (2, "b"), (1, "z"):
        queue.put_nowait(item)
    joiners = [asyncio.create_task(queue.join(), name=f"J{i}") for i in range(3)]
    await asyncio.sleep(0)
    joiners[1].cancel()
    while not queue.empty():
        log(await queue.get())
        queue.task_done()
    queue.put_nowait((0, "late"))
    await asyncio.sleep(0)
    log([outcome(joiner) for joiner in joiners], str(queue))
    queue.get_nowait()
    queue.task_done()
    await asyncio.wait(joiners)
    log([outcome(joiner) for joiner in joiners])


async def main():
    await late_items()
    await full_queue()
    await shut_down(False)
    await shut_down(True)
    await joined_by_several()


asyncio.run(main())
