"""repr() of futures, tasks and handles in all their states. Without places."""

import asyncio
import re

from caselog import log


def show(thing):
    text = re.sub(r" at [^ >\],]+", "", repr(thing))
    log(text.replace("done, defined", "done"))


def note():
    pass


async def fails():
    raise ValueError("no")


async def sleeps():
    await asyncio.sleep(1, "slept")
    return "slept"


async def awaits(future):
    return await future


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    show(future)
    task = asyncio.create_task(awaits(future), name="A")
    outer = asyncio.create_task(awaits(task), name="B")
    show(task)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    show(task)
    show(outer)
    future.set_result(7)
    show(future)
    show(task)
    await outer
    show(outer)
    task = asyncio.create_task(sleeps(), name="C")
    await asyncio.sleep(0)
    task.cancel()
    show(task)
    await asyncio.wait([task])
    show(task)
    task = asyncio.create_task(fails(), name="D")
    await asyncio.wait([task])
    show(task)
    log(type(task.exception()).__name__)
    future = loop.create_future()
    future.cancel()
    show(future)
    future = loop.create_future()
    future.set_result("a" * 40)
    show(future)
    future = loop.create_future()
    future.set_result(2**40)
    show(future)
    future = loop.create_future()
    future.set_exception(KeyError("key"))
    show(future)
    log(type(future.exception()).__name__)
    show(loop.call_soon(note))
    timer = loop.call_later(1.5, note)
    show(timer)
    timer.cancel()
    show(timer)


asyncio.run(main())
