"""Async generators that are closed by a cancellation: in groups and limits, while others call them, with awaits in their finally."""

import asyncio

from caselog import err, log, outcome


async def ticks(name, cleaning=0.5, fails=False):
    i = 0
    try:
        while True:
            await asyncio.sleep(1)
            yield i
            i += 1
    except BaseException as exc:
        log(name, "got", err(exc))
        raise
    finally:
        log(name, "cleans")
        await asyncio.sleep(cleaning)
        log(name, "clean")
        if fails:
            raise KeyError(name)


async def consumes(name, generator):
    async for i in generator:
        log(name, i)


async def attempt(name, awaitable):
    try:
        log(name, "gave", await awaitable)
    except BaseException as exc:
        log(name, err(exc), asyncio.current_task().cancelling())


async def in_a_group():
    a, b = ticks("a"), ticks("b", 1, True)
    async with asyncio.timeout(2.5):
        async with asyncio.TaskGroup() as group:
            group.create_task(consumes("user a", a), name="user a")
            group.create_task(consumes("user b", b), name="user b")
    log("not here")


async def cleaning_is_cancelled():
    generator = ticks("c", 2)
    task = asyncio.create_task(consumes("user c", generator), name="user c")
    await asyncio.sleep(1.5)
    task.cancel("stop")
    await asyncio.sleep(1)
    task.cancel("now")
    await asyncio.wait([task])
    log(outcome(task))
    await attempt("next", anext(generator))
    await attempt("close", generator.aclose())


async def closed_by_another():
    generator = ticks("d", 1)
    task = asyncio.create_task(consumes("user d", generator), name="user d")
    await asyncio.sleep(1.5)
    await attempt("close", generator.aclose())
    await attempt("throw", generator.athrow(ValueError("odd")))
    task.cancel()
    await asyncio.sleep(0.5)
    await attempt("close", generator.aclose())
    await asyncio.wait([task])
    log(outcome(task))
    await attempt("close", generator.aclose())


async def limited_steps():
    generator = ticks("e", 1)
    await attempt("in time", asyncio.wait_for(anext(generator), 2))
    await attempt("too late", asyncio.wait_for(anext(generator), 0.5))
    await attempt("after", anext(generator, "default"))
    generator = ticks("f", 1)
    await attempt("in time", asyncio.wait_for(anext(generator), 2))
    await attempt("closing", asyncio.wait_for(generator.aclose(), 0.5))
    await attempt("closed", generator.aclose())


async def main():
    await attempt("in a group", in_a_group())
    await attempt("cleaning", cleaning_is_cancelled())
    await attempt("another", closed_by_another())
    await attempt("limited", limited_steps())


asyncio.run(main())
