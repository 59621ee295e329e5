"""What main leaves behind fights back: tasks that start others, that fail, that cancel each other, generators that wait, late callbacks."""

import asyncio

from caselog import err, log


def handler(loop, context):
    log("handler", context["message"].split("<")[0], sorted(context), err(context["exception"]) if "exception" in context else None)


async def starts_another(depth):
    try:
        await asyncio.sleep(99)
    finally:
        log("depth", depth)
        if depth:
            asyncio.create_task(starts_another(depth - 1), name=f"depth {depth - 1}")


async def fails_twice():
    try:
        await asyncio.sleep(99)
    except asyncio.CancelledError:
        try:
            raise ValueError("first")
        finally:
            raise KeyError("second")


async def fails_later():
    try:
        await asyncio.sleep(99)
    finally:
        await asyncio.sleep(2)
        raise OSError("at the very end")


async def cancels(others):
    try:
        await asyncio.sleep(99)
    finally:
        for other in others:
            log("cancel", other.get_name(), other.cancel("once more"))
        await asyncio.sleep(1)
        log("cancelled them")


async def survives():
    for attempt in range(3):
        try:
            await asyncio.sleep(50)
        except asyncio.CancelledError as exc:
            log("survives", attempt, err(exc), asyncio.current_task().cancelling())
    return "survivor"


async def numbers(name, error=None):
    try:
        for i in range(9):
            yield i
    finally:
        await asyncio.sleep(1)
        log(name, "closed")
        if error:
            raise error


async def consumes(name, generator):
    async for number in generator:
        log(name, number)
        await asyncio.sleep(99)


async def in_group():
    async with asyncio.TaskGroup() as group:
        group.create_task(fails_later(), name="inner")
        group.create_task(asyncio.sleep(99), name="other")
        await asyncio.sleep(99)


async def waits_for_thread():
    await asyncio.to_thread(int)
    await asyncio.Event().wait()


held = []  # else the tracebacks of what was cancelled hold them, or not


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(handler)
    create = asyncio.create_task
    create(starts_another(2), name="depth 2")
    create(fails_twice(), name="fails twice")
    later = create(fails_later(), name="fails later")
    survivor = create(survives(), name="survives")
    create(cancels([later, survivor]), name="cancels")
    create(in_group(), name="in group")
    create(waits_for_thread(), name="thread")
    held[:] = numbers("held"), numbers("failing", ValueError("generator"))
    for name, generator in zip("ab", held):
        create(consumes(name, generator), name=name)
    loop.call_later(0.5, log, "in time")
    loop.call_later(500, log, "never")
    survivor.add_done_callback(lambda task: loop.call_soon(log, "soon after", task.result()))
    future = loop.create_future()
    future.add_done_callback(lambda future: log("never"))
    await asyncio.sleep(1)
    log("main ends")


asyncio.run(main())
