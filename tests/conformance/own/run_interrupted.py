"""SIGINT while run() waits: main is cancelled, tidies up, and run() raises KeyboardInterrupt after the rest is cancelled, too."""

import asyncio
import signal

from caselog import err, log


async def worker(name, seconds):
    try:
        await asyncio.sleep(seconds)
        log(name, "done")
    except asyncio.CancelledError as exc:
        log(name, err(exc), asyncio.current_task().cancelling())
        await asyncio.sleep(0.5)
        raise
    finally:
        log(name, "finally")


async def main():
    loop = asyncio.get_running_loop()
    left = asyncio.create_task(worker("left", 10), name="left")
    loop.call_later(1, signal.raise_signal, signal.SIGINT)
    loop.call_later(1, log, "the same instant")
    log(loop.is_running(), left.get_name())
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(worker("A", 5), name="A")
            group.create_task(worker("B", 0.5), name="B")
    finally:
        task = asyncio.current_task()
        log("main ends", task.cancelling(), left.done())
        await asyncio.sleep(0.25)
        log("main ended")


try:
    asyncio.run(main())
except KeyboardInterrupt as exc:
    print("main raised", repr(exc))
