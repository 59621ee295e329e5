"""TaskGroup: a failing inner group fails the outer one, as one nested error; counts come back to 0."""

import asyncio

from caselog import err, log

async def fails(name, delay):
    await asyncio.sleep(delay)
    raise ValueError(name)


async def slow(name):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        log(name, "cancelled")
        raise TypeError(name)


async def inner():
    async with asyncio.TaskGroup() as group:
        group.create_task(fails("A", 1), name="A")
        group.create_task(slow("B"), name="B")


async def main():
    try:
        async with asyncio.TaskGroup() as outer:
            outer.create_task(inner(), name="inner")
            outer.create_task(slow("C"), name="C")
            async with asyncio.TaskGroup() as group:
                group.create_task(slow("D"), name="D")
    except* TypeError as group:
        log("types", err(group))
    except* ValueError as group:
        log("values", err(group))
    log("cancelling()", asyncio.current_task().cancelling())
    await asyncio.sleep(1)
    log("end")


asyncio.run(main())
