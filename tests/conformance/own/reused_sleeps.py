"""A sleep() or coroutine that was awaited or closed before, given away again: as a task that is cancelled before, or starts eagerly."""

import asyncio

from caselog import err, log, outcome


async def work(result):
    await asyncio.sleep(0)
    return result


async def given_away(awaitable, cancelled):
    task = asyncio.create_task(awaitable, name="again")
    if cancelled:
        task.cancel()
    log(task.get_coro().__name__)
    await asyncio.wait([task])
    log(outcome(task), task.cancelling(), task.get_coro().__name__)


async def tried(awaitable):
    try:
        log(await awaitable)
    except RuntimeError as exc:
        log(err(exc))


async def main():
    for cancelled in (False, True):
        sleep = asyncio.sleep(1, "slept")
        log(await sleep)
        await given_away(sleep, cancelled)
        closed = asyncio.sleep(1)
        closed.close()
        await given_away(closed, cancelled)
        coroutine = work("worked")
        log(await coroutine)
        await given_away(coroutine, cancelled)
        if not cancelled:
            continue
        coroutine = work("closed")
        coroutine.close()
        await given_away(coroutine, cancelled)
    used = [asyncio.sleep(0, i) for i in range(4)]
    for sleep in used:
        await sleep
    await tried(asyncio.gather(used[0], asyncio.sleep(1)))
    await tried(asyncio.wait_for(used[1], 1))
    await tried(asyncio.wait_for(used[2], 0))
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(used[3])
    except ExceptionGroup as exc:
        log(err(exc))
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    log(outcome(asyncio.create_task(used[0])))
    await asyncio.sleep(1)


asyncio.run(main())
