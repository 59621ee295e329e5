"""Eager tasks in groups within limits: what is over, fails, is cancelled or runs into a limit in its first step."""

import asyncio

from caselog import err, log, outcome


async def work(name, delay=0, fails=False):
    log(name, "begins", asyncio.current_task().get_name())
    if delay:
        await asyncio.sleep(delay)
    if fails:
        raise ValueError(name)
    return name


async def stops_itself():
    asyncio.current_task().cancel("myself")
    await asyncio.sleep(0)


async def stops(parent):
    parent.cancel("by a child")
    return "stopped"


async def nests(depth):
    async with asyncio.timeout(1):
        async with asyncio.TaskGroup() as group:
            if depth:
                group.create_task(nests(depth - 1), name=f"nest {depth - 1}")
            await asyncio.sleep(0 if depth else 3)


async def attempt(name, coroutine):
    try:
        log(name, "gave", await coroutine)
    except BaseException as exc:
        log(name, err(exc), asyncio.current_task().cancelling())


async def group_of(*coroutines, limit=None):
    async with asyncio.timeout(limit) as scope:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(each, name=f"child {i}") for i, each in enumerate(coroutines)]
            log([outcome(task) for task in tasks])
            await asyncio.sleep(0)
            log("second step")
    return [outcome(task) for task in tasks], scope.expired()


async def waits_for(coroutine, limit):
    return await asyncio.wait_for(asyncio.create_task(coroutine, name="waited for"), limit)


async def main():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(asyncio.eager_task_factory)
    await attempt("over", group_of(work("a"), work("b")))
    await attempt("fails at once", group_of(work("c", 2), work("d", 0, True)))
    await attempt("stops itself", group_of(stops_itself(), work("e", 1)))
    await attempt("stops the parent", group_of(work("f", 1), stops(asyncio.current_task())))
    log(asyncio.current_task().uncancel())
    await attempt("limit 0", group_of(work("g"), work("h", 1), limit=0))
    await attempt("limit 1", group_of(work("i", 1), work("j", 2, True), limit=1))
    await attempt("nested", nests(2))
    await attempt("no time", waits_for(work("k"), 0))
    await attempt("no time", waits_for(work("l", 1), 0))
    await attempt("in time", waits_for(work("m", 1), 2))
    shielded = asyncio.shield(work("n", 1, True))
    shielded.cancel()
    await attempt("shielded", shielded)
    await attempt("gathered", asyncio.gather(work("o"), work("p", 1), stops_itself(), return_exceptions=True))
    await asyncio.sleep(1)


asyncio.run(main())
