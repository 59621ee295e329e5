"""TaskGroup: its parent cancelled once, or twice, in each of the turns that a group with a failing child takes."""

import asyncio

from caselog import err, log, outcome

async def child(name, turns, fails=False):
    try:
        for _ in range(turns):
            await asyncio.sleep(0)
    except asyncio.CancelledError:
        log(name, "cancelled")
        await asyncio.sleep(0)
        raise
    if fails:
        raise ValueError(name)
    log(name, "ends")


async def parent(fails):
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(child("A", 1), name="A")
            await asyncio.sleep(0)
            group.create_task(child("B", 2, fails), name="B")
            await asyncio.sleep(0)
            group.create_task(child("C", 3), name="C")
    except BaseException as exc:
        log("parent", err(exc), asyncio.current_task().cancelling())
        if isinstance(exc, asyncio.CancelledError):
            raise
    await asyncio.sleep(0)
    log("parent ends")


async def main():
    for fails in (False, True):
        for second in (None, 1, 2):
            for turn in range(8):
                log("--", fails, turn, second)
                task = asyncio.create_task(parent(fails), name="parent")
                for _ in range(turn):
                    await asyncio.sleep(0)
                task.cancel("first")
                if second is not None:
                    for _ in range(second):
                        await asyncio.sleep(0)
                    task.cancel("second")
                await asyncio.wait([task])
                log(outcome(task), task.cancelling())


asyncio.run(main())
