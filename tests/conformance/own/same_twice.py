"""The same future or task twice, in whatever waits for several: one child, its result in both places."""

import asyncio

from caselog import err, log, outcome


async def work(name, delay, fails=False):
    await asyncio.sleep(delay)
    if fails:
        raise ValueError(name)
    return name


async def gathered():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    task = asyncio.create_task(work("task", 1), name="t")
    loop.call_later(2, future.set_result, "set")
    log(await asyncio.gather(task, future, task, future, task))
    log(await asyncio.gather(*[task, task]))
    other = asyncio.create_task(work("list", 1), name="l")
    log(await asyncio.gather(*[other, task, other]))
    failing = asyncio.create_task(work("bad", 1, True), name="bad")
    log(await asyncio.gather(failing, failing, task, return_exceptions=True))
    failing = asyncio.create_task(work("worse", 1, True), name="worse")
    try:
        await asyncio.gather(failing, work("beside", 2), failing)
    except ValueError as exc:
        log(err(exc))
    inner = asyncio.gather(work("a", 1), work("b", 1))
    log(await asyncio.gather(inner, inner))
    shielded = asyncio.shield(task)
    log(await asyncio.gather(shielded, task, shielded))


async def cancelled():
    task = asyncio.create_task(work("never", 9), name="never")
    gathering = asyncio.gather(task, task, return_exceptions=True)
    await asyncio.sleep(1)
    log(gathering.cancel("both"), task.cancelling())
    try:
        await gathering
    except asyncio.CancelledError as exc:
        log(repr(exc), outcome(task), gathering.cancelled())
    task = asyncio.create_task(work("never", 9), name="never again")
    gathering = asyncio.gather(task, work("other", 2), task)
    await asyncio.sleep(1)
    log(task.cancel("one"))
    try:
        await gathering
    except asyncio.CancelledError as exc:
        log(repr(exc), gathering.cancelled())


async def waited():
    task = asyncio.create_task(work("w", 1), name="w")
    other = asyncio.create_task(work("v", 2), name="v")
    done, pending = await asyncio.wait([task, other, task], return_when=asyncio.FIRST_COMPLETED)
    log(len(done), len(pending))
    done, pending = await asyncio.wait([other, other])
    log(len(done), len(pending))
    tasks = [asyncio.create_task(work(name, delay), name=name) for name, delay in [("x", 2), ("y", 1)]]
    for each in asyncio.as_completed([tasks[0], tasks[1], tasks[0]]):
        log(await each)
    async for each in asyncio.as_completed([tasks[1], tasks[1]]):
        log(each is tasks[1])
    await asyncio.sleep(2)


async def main():
    await gathered()
    await cancelled()
    await waited()


asyncio.run(main())
