"""format_call_graph(): who waits for a task, by everything that waits for others. Names, without places."""

import asyncio
import re

from caselog import log


def show(text):
    for line in text.splitlines():
        if "File '" not in line or __file__ in line:
            line = re.sub(r"File '.*', line \d+, in ", "", line)
            log(re.sub(r",? ?\bid=0x[0-9a-f]+", "", line))


async def sleeps():
    await asyncio.sleep(1)


async def stubborn():
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        pass
    await asyncio.sleep(1)


async def awaits(task):
    await task


async def gathers(task):
    await asyncio.gather(task)


async def shields(task):
    await asyncio.shield(task)


async def waits(task):
    await asyncio.wait([task])


async def limits(task):
    await asyncio.wait_for(task, 5)


async def limits_at_once(task):
    try:
        await asyncio.wait_for(task, 0)
    except asyncio.TimeoutError:
        log("too late")


async def completes(task):
    for each in asyncio.as_completed([task]):
        await each


async def is_waited_for(work, waiter, name):
    task = asyncio.create_task(work, name="work")
    await asyncio.sleep(0)
    outer = asyncio.create_task(waiter(task), name=name)
    await asyncio.sleep(0)
    show(asyncio.format_call_graph(task))
    await outer
    show(asyncio.format_call_graph(task))


async def asks(depth):
    if depth > 0:
        await asks(depth - 1)
    await asyncio.sleep(0)
    show(asyncio.format_call_graph(limit=1))


async def main_():
    await is_waited_for(sleeps(), awaits, "awaits")
    await is_waited_for(sleeps(), gathers, "gathers")
    await is_waited_for(sleeps(), shields, "shields")
    await is_waited_for(sleeps(), waits, "waits")
    await is_waited_for(sleeps(), limits, "limits")
    await is_waited_for(stubborn(), limits_at_once, "limits_at_once")
    await is_waited_for(sleeps(), completes, "completes")
    future = asyncio.get_running_loop().create_future()
    waiter = asyncio.create_task(awaits(future), name="awaits")
    await asyncio.sleep(0)
    show(asyncio.format_call_graph(future))
    show(asyncio.format_call_graph(future, limit=0))
    future.set_result(None)
    await waiter
    await asyncio.gather(asks(2))


asyncio.run(main_())
