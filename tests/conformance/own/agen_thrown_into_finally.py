"""Asynchronous generators: thrown into and closed while a `finally` yields or waits, from two tasks at once, while one runs."""

import asyncio
import gc

from caselog import err, log


async def tidy(name, delay=1):
    try:
        yield name
        yield name + "!"
    finally:
        log(name, "tidies")
        await asyncio.sleep(delay)
        log(name, "tidy")


async def yields_in_finally():
    try:
        yield 1
    finally:
        try:
            yield 2
        except ValueError as exc:
            log("in finally", err(exc))
        log("after")


async def translates():
    while True:
        try:
            yield "ready"
        except KeyError as exc:
            log("translates", err(exc))
            raise ValueError("from key") from exc
        except StopAsyncIteration as exc:
            log("sees", err(exc))
            raise


async def attempt(label, awaitable):
    try:
        log(label, "gave", await awaitable)
    except BaseException as exc:
        log(label, err(exc), repr(exc.__cause__))


async def thrown_in_finally():
    generator = yields_in_finally()
    await attempt("next", anext(generator))
    await attempt("athrow", generator.athrow(KeyError("first")))
    await attempt("athrow", generator.athrow(ValueError("second")))
    await attempt("next", anext(generator))
    generator = yields_in_finally()
    await attempt("next", anext(generator))
    await attempt("aclose", generator.aclose())
    await attempt("next", anext(generator))
    await attempt("aclose", generator.aclose())


async def translated():
    for error in KeyError("key"), StopAsyncIteration("stop"), asyncio.CancelledError("by hand"), GeneratorExit():
        generator = translates()
        await attempt("next", anext(generator))
        await attempt("athrow", generator.athrow(error))
        await attempt("next", anext(generator))


async def cancelled_while_tidying():
    generator = tidy("a", 5)
    await attempt("next", anext(generator))
    task = asyncio.create_task(generator.aclose(), name="closer")
    await asyncio.sleep(1)
    task.cancel("enough")
    await attempt("closer", task)
    await attempt("next", anext(generator))


async def two_at_once():
    generator = tidy("b", 2)
    await attempt("next", anext(generator))
    tasks = [
        asyncio.create_task(attempt("close 1", generator.aclose())),
        asyncio.create_task(attempt("close 2", generator.aclose())),
        asyncio.create_task(attempt("next", anext(generator))),
        asyncio.create_task(attempt("throw", generator.athrow(ValueError("late")))),
    ]
    await asyncio.wait(tasks)
    await attempt("close 3", generator.aclose())


async def out_of_time():
    generator = tidy("c", 3)
    async for item in generator:
        log(item)
        break
    await attempt("limit", asyncio.wait_for(generator.aclose(), 1))
    await attempt("next", anext(generator, "default"))


async def never_started():
    generator = tidy("d")
    await attempt("athrow", generator.athrow(ValueError("at once")))
    await attempt("next", anext(generator))
    generator = tidy("e")
    await attempt("aclose", generator.aclose())
    await attempt("next", anext(generator))
    await attempt("asend", generator.asend(None))


async def main():
    for function in thrown_in_finally, translated, cancelled_while_tidying, two_at_once, out_of_time, never_started:
        log(function.__name__)
        await function()
    gc.collect()


asyncio.run(main())
