"""Names of tasks: none, the empty one, one that looks like a default, and new ones on the way."""

import asyncio

from caselog import log


async def says():
    name = asyncio.current_task().get_name()
    log(repr(name))
    await asyncio.sleep(0)
    log(repr(asyncio.current_task().get_name()))
    return name


async def main():
    log(asyncio.current_task().get_name())
    await asyncio.create_task(says())
    await asyncio.create_task(says(), name="")
    await asyncio.create_task(says(), name="Task-2")
    await asyncio.create_task(says())
    task = asyncio.create_task(says(), name="before")
    task.set_name("after")
    await task
    task = asyncio.create_task(says())
    await asyncio.sleep(0)
    task.set_name("later")
    log(repr(await task), repr(task.get_name()))
    task.set_name("late")
    log(task.get_name())
    task = asyncio.create_task(says())
    task.set_name("")
    log(repr(await task), repr(task.get_name()))
    async with asyncio.TaskGroup() as group:
        group.create_task(says(), name="")
        group.create_task(says())


asyncio.run(main())
