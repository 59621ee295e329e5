"""Asynchronous generators: asend, athrow, aclose, twice and at the wrong time, cancelled, left unfinished."""

import asyncio
import gc

from caselog import err, log


async def counter(name):
    got = None
    try:
        for i in range(3):
            try:
                got = yield i
                log(name, "got", got)
            except ValueError as exc:
                log(name, "thrown", err(exc))
    finally:
        await asyncio.sleep(1)
        log(name, "cleaned up")


async def waits():
    yield "first"
    await asyncio.sleep(5)
    yield "second"


async def stubborn():
    try:
        yield 1
    except GeneratorExit:
        pass
    yield 2


async def fails():
    yield 1
    raise ValueError("generator")


async def attempt(what, awaitable):
    try:
        log(what, await awaitable)
    except BaseException as exc:
        log(what, err(exc))


async def main():
    generator = counter("A")
    await attempt("next", anext(generator))
    await attempt("asend", generator.asend("x"))
    await attempt("athrow", generator.athrow(ValueError("y")))
    await attempt("next", anext(generator))
    await attempt("next", anext(generator))
    await attempt("asend", generator.asend("z"))
    await attempt("aclose", generator.aclose())

    generator = counter("B")
    await attempt("athrow first", generator.athrow(KeyError("early")))
    await attempt("next", anext(generator))

    generator = counter("C")
    await attempt("asend first", generator.asend("value"))
    await attempt("next", anext(generator))
    await attempt("aclose", generator.aclose())
    await attempt("aclose", generator.aclose())
    await attempt("next", anext(generator))

    generator = counter("D")
    await attempt("aclose first", generator.aclose())
    await attempt("next", anext(generator))

    generator = stubborn()
    await attempt("next", anext(generator))
    await attempt("aclose", generator.aclose())

    generator = fails()
    await attempt("next", anext(generator))
    await attempt("next", anext(generator))
    await attempt("next", anext(generator))

    generator = waits()
    await attempt("next", anext(generator))
    task = asyncio.create_task(attempt("in task", anext(generator)), name="T")
    await asyncio.sleep(1)
    log(generator.ag_running)
    await attempt("second next", anext(generator))
    await attempt("aclose", generator.aclose())
    task.cancel("enough")
    await task
    await attempt("next", anext(generator))

    generator = counter("E")
    await attempt("in time", asyncio.wait_for(anext(generator), 1))
    task = asyncio.create_task(generator.aclose(), name="closer")
    await asyncio.sleep(0.5)
    task.cancel()
    await asyncio.wait([task])
    log(task.cancelled())
    del task
    gc.collect()  # what holds the generator through a traceback
    await attempt("next", anext(generator))

    generator = counter("F")
    async for i in generator:
        log("item", i)
        if i == 1:
            break
    log("left")
    del generator
    await asyncio.sleep(2)
    kept = counter("G")
    log(await anext(kept))
    log("end")
    globals()["KEPT"] = kept


asyncio.run(main())
