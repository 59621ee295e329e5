"""What queues, locks, readers, groups and limits print as while somebody waits."""

import asyncio

from caselog import log


async def main():
    reader = asyncio.StreamReader(limit=100)
    task = asyncio.create_task(reader.read(10), name="R")
    await asyncio.sleep(0)
    print(reader)
    reader.feed_data(b"abc")
    print(reader)
    reader.set_exception(ValueError("broken"))
    reader.feed_eof()
    print(reader)
    await task
    lock = asyncio.Lock()
    await lock.acquire()
    waiter = asyncio.create_task(lock.acquire(), name="L")
    await asyncio.sleep(0)
    print(lock, asyncio.Event(), asyncio.Semaphore(2), asyncio.BoundedSemaphore(0))
    lock.release()
    print(lock)
    await waiter
    print(lock)
    group = asyncio.TaskGroup()
    print(group)
    async with group:
        group.create_task(asyncio.sleep(0), name="child")
        print(group)
    print(group)
    scope = asyncio.timeout(1.23456)
    print(scope)
    async with scope:
        print(scope)
        scope.reschedule(None)
        print(scope)
    print(scope)
    queue = asyncio.LifoQueue(2)
    queue.put_nowait("a")
    putter = asyncio.create_task(queue.put("b"), name="P")
    await putter
    late = asyncio.create_task(queue.put("c"), name="Q")
    await asyncio.sleep(0)
    print(str(queue))
    queue.shutdown()
    print(str(queue))
    await asyncio.wait([late])
    log(type(late.exception()).__name__)


asyncio.run(main())
