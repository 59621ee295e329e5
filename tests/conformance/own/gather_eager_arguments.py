"""gather(): an argument becomes a future, and is watched, before the next one does. Eager tasks show it."""

import asyncio

from caselog import log, outcome


async def ends(future, value):
    if not future.done():
        future.set_result(value)
    return value


async def cancels(task):
    return task.cancel("eager")


async def sleeps(delay):
    await asyncio.sleep(delay)
    return delay


async def nested(future):
    return await asyncio.gather(future, ends(future, "inner"), future)


async def main():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(asyncio.eager_task_factory)
    future = loop.create_future()
    gathering = asyncio.gather(future, ends(future, "a"))
    log("watched before it ended", outcome(gathering))
    log(await gathering)
    future = loop.create_future()
    gathering = asyncio.gather(ends(future, "b"), future)
    log("done when it was looked at", outcome(gathering))
    log(await gathering)
    future = loop.create_future()
    log(await asyncio.gather(future, future, ends(future, "c"), future))
    future = loop.create_future()
    log(await asyncio.gather(future, nested(future), future))
    task = asyncio.create_task(sleeps(1), name="T")
    log(await asyncio.gather(task, cancels(task), return_exceptions=True))
    task = asyncio.create_task(sleeps(1), name="U")
    gathering = asyncio.gather(cancels(task), task)
    try:
        await gathering
    except asyncio.CancelledError as exc:
        log("cancelled", exc, outcome(task))
    log(await asyncio.gather(sleeps(0), sleeps(1), ends(loop.create_future(), "d")))
    log(outcome(asyncio.gather(*[ends(loop.create_future(), str(i)) for i in range(3)])))


asyncio.run(main())
