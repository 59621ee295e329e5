"""Conditions notified with cancellations, barriers aborted and reset while they drain, priority queues of tuples."""

import asyncio

from caselog import err, log, outcome


async def waiter(cond, name):
    async with cond:
        try:
            await cond.wait()
            log(name, "woken", cond.locked())
        except asyncio.CancelledError as exc:
            log(name, "cancelled", err(exc), cond.locked())
            raise


async def conditions():
    cond = asyncio.Condition()
    tasks = [asyncio.create_task(waiter(cond, n), name=n) for n in "abcd"]
    await asyncio.sleep(0)
    async with cond:
        cond.notify(2)
        tasks[0].cancel("too late")
        log(cond)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    log([outcome(t) for t in tasks])
    async with cond:
        cond.notify_all()
    log(await asyncio.gather(*tasks, return_exceptions=True))
    for bad in (lambda: cond.notify(), lambda: cond.notify_all(), lambda: cond.release()):
        try:
            bad()
        except RuntimeError as exc:
            log(err(exc))
    try:
        await cond.wait()
    except RuntimeError as exc:
        log(err(exc))
    lock = asyncio.Lock()
    shared = asyncio.Condition(lock)
    async with lock:
        log(shared.locked(), await asyncio.wait_for(shared.wait_for(lambda: 5), 1))
        try:
            await asyncio.wait_for(shared.wait_for(lambda: False), 1)
        except TimeoutError:
            log("never true", lock.locked())


async def party(barrier, name, delay=0):
    await asyncio.sleep(delay)
    try:
        async with barrier as position:
            log(name, "at", position, barrier.n_waiting, barrier)
            await asyncio.sleep(0)
    except asyncio.BrokenBarrierError as exc:
        log(name, err(exc), barrier.broken)
    return name


async def barriers():
    barrier = asyncio.Barrier(3)
    tasks = [asyncio.create_task(party(barrier, n), name=n) for n in "xyz"]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    await barrier.reset()
    log("reset while draining", barrier)
    late = asyncio.create_task(party(barrier, "late"), name="late")
    log(await asyncio.gather(*tasks))
    await asyncio.sleep(0)
    log(barrier.n_waiting, outcome(late))
    await barrier.abort()
    log(await late, barrier)
    await party(barrier, "after")
    await barrier.reset()
    tasks = [asyncio.create_task(party(barrier, n, i), name=n) for i, n in enumerate("uvw")]
    await asyncio.sleep(0.5)
    tasks[0].cancel()
    await asyncio.sleep(2)
    log([outcome(t) for t in tasks], barrier.n_waiting)
    await barrier.abort()
    log(await asyncio.gather(*tasks, return_exceptions=True), repr(barrier))


async def queues():
    queue = asyncio.PriorityQueue(3)
    for item in ((2, "b"), (1, "z"), (1, "a")):
        queue.put_nowait(item)
    log(queue)
    putter = asyncio.create_task(queue.put((0, "first")), name="putter")
    await asyncio.sleep(0)
    log(await queue.get(), queue.full(), queue)
    await asyncio.sleep(0)
    queue.shutdown()
    log(outcome(putter), queue.qsize(), queue)
    while True:
        try:
            log(queue.get_nowait())
            queue.task_done()
        except asyncio.QueueShutDown as exc:
            log(err(exc))
            break
    joiner = asyncio.create_task(queue.join(), name="joiner")
    await asyncio.sleep(0)
    joiner.cancel("enough")
    await asyncio.wait([joiner])
    log(outcome(joiner), queue._unfinished_tasks)
    try:
        for _ in range(3):
            queue.task_done()
    except ValueError as exc:
        log(err(exc))
    await queue.join()
    log("joined")


async def main():
    await conditions()
    await barriers()
    await queues()
    for make in (lambda: asyncio.Barrier(0), lambda: asyncio.Semaphore(-1), lambda: asyncio.BoundedSemaphore(-2)):
        try:
            make()
        except ValueError as exc:
            log(err(exc))


asyncio.run(main())
