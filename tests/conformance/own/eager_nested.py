"""Eager tasks: nested starts, current_task() and all_tasks() inside, names, failures, and eager_start by hand."""

import asyncio

from caselog import err, log, outcome

def names(tasks):
    return sorted(task.get_name() for task in tasks)


async def inner(name, delay):
    log(name, "in", asyncio.current_task().get_name(), names(asyncio.all_tasks()))
    if delay is not None:
        await asyncio.sleep(delay)
    log(name, "ends in", asyncio.current_task().get_name())
    return name


async def outer():
    task = asyncio.create_task(inner("inner", 0))
    log("outer goes on in", asyncio.current_task().get_name(), outcome(task))
    done = asyncio.create_task(inner("done", None), name="done")
    log(outcome(done))
    return await task


async def fails():
    raise ValueError("eager")


async def main():
    loop = asyncio.get_running_loop()
    log(loop.get_task_factory() is None)
    task = asyncio.create_task(inner("by hand", 1), eager_start=True)
    log(outcome(task))
    loop.set_task_factory(asyncio.eager_task_factory)
    log(loop.get_task_factory() is asyncio.eager_task_factory)
    log(await asyncio.create_task(outer(), name="outer"))
    failed = asyncio.create_task(fails(), name="fails")
    log(outcome(failed))
    lazy = asyncio.create_task(inner("lazy", None), eager_start=False, name="lazy")
    log(outcome(lazy))
    log(await lazy)
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fails(), name="in group")
            log("the body goes on")
            await asyncio.sleep(0)
            log("never printed")
    except ExceptionGroup as exc:
        log(err(exc))
    log(await asyncio.gather(inner("a", None), inner("b", None)))
    loop.set_task_factory(None)
    log(await asyncio.create_task(inner("normal", None)))
    log(await task)


asyncio.run(main())
