"""Methods of asyncio's own as callbacks: no step of the log, and a name in reprs and messages."""

import asyncio

from caselog import log


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: log(context["message"], repr(context["exception"]), context["handle"]))
    future, lock, queue, event = loop.create_future(), asyncio.Lock(), asyncio.Queue(1), asyncio.Event()
    log(loop.call_soon(future.set_result, 1))
    loop.call_soon(future.set_result, 2)
    loop.call_soon(lock.release)
    loop.call_later(1, queue.put_nowait, 1)
    loop.call_later(1, queue.put_nowait, 2)
    log(loop.call_soon(event.set))
    task = asyncio.create_task(asyncio.sleep(5), name="sleeper")
    log(loop.call_soon(task.cancel))
    loop.call_soon(print, "printed")
    await asyncio.sleep(2)
    log(future.result(), queue, event.is_set(), task.cancelled())


asyncio.run(main())
