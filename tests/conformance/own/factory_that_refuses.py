"""A task factory that counts and refuses: what is refused is closed, alone and in a group."""

import asyncio

from caselog import err, log, outcome

made = []


def factory(loop, coro, **options):
    if coro.__name__ == "forbidden":
        coro.close()
        raise PermissionError("no such task")
    task = asyncio.Task(coro, loop=loop, **options)
    made.append(coro.__name__)
    task.add_done_callback(on_done)
    return task


def on_done(task):
    log("done", task.get_name(), outcome(task))


async def forbidden():
    pass


async def grouped():
    async with asyncio.TaskGroup() as group:
        group.create_task(asyncio.sleep(2), name="c")
        await asyncio.sleep(1)
        group.create_task(forbidden(), name="d")


async def main():
    asyncio.get_running_loop().set_task_factory(factory)
    task = asyncio.create_task(asyncio.sleep(1, "slept"), name="a")
    try:
        asyncio.create_task(forbidden(), name="b")
    except PermissionError as exc:
        log(repr(exc))
    log(await task)
    try:
        await grouped()
    except* PermissionError as group:
        log(err(group))
    log(made)


asyncio.run(main())
