"""call_soon() and its like with methods of asyncio's own: only their effect shows."""
import asyncio
from caselog import log, err


async def waiter(name, event):
    log(name, await event.wait())


async def main():
    loop = asyncio.get_running_loop()
    event = asyncio.Event()
    task = asyncio.create_task(waiter('A', event), name='A')
    loop.call_later(1, event.set)
    await task
    queue = asyncio.Queue()
    loop.call_soon(queue.put_nowait, 7)
    log(await queue.get())
    future = loop.create_future()
    loop.call_later(1, future.set_result, 'late')
    log(await future)
    task = asyncio.create_task(asyncio.sleep(9), name='B')
    loop.call_later(1, task.cancel, 'by a timer')
    try:
        await task
    except asyncio.CancelledError as exc:
        log(err(exc))
    lock = asyncio.Lock()
    await lock.acquire()
    loop.call_later(1, lock.release)
    async with lock:
        log('have it')
    loop.call_at(loop.time() + 1, event.clear)
    await asyncio.sleep(2)
    log(event.is_set())
    handle = loop.call_soon(event.set)
    handle.cancel()
    await asyncio.sleep(0)
    log(event.is_set(), handle.cancelled())
    loop.call_later(-5, log, 'five seconds ago')
    loop.call_at(-1, log, 'before the loop')
    loop.call_later(0, log, 'now')
    await asyncio.sleep(1)


asyncio.run(main())
