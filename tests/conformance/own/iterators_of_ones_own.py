"""Classes with __anext__: looped over, asked by anext(), in tasks; and what StopIteration becomes where a coroutine or generator raises it."""

import asyncio

from caselog import log


class Ticker:
    def __init__(self, count):
        self.number = 0
        self.count = count

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.number >= self.count:
            raise StopAsyncIteration
        self.number += 1
        await asyncio.sleep(1)
        return self.number


async def attempt(what, awaitable):
    try:
        log(what, "gave", await awaitable)
    except Exception as error:
        log(what, repr(error), repr(error.__cause__))


async def asked():
    async for number in Ticker(2):
        log("loop", number)
    ticker = Ticker(4)
    log(await anext(ticker), await anext(ticker))
    log(await asyncio.create_task(anext(ticker), name="third"))
    log(await anext(ticker, 0), await anext(ticker, 0))
    await attempt("at the end", anext(ticker))
    await attempt("fresh", anext(Ticker(1)))
    await attempt("limited", asyncio.wait_for(anext(Ticker(1)), 0.5))


async def stops():
    raise StopIteration("enough")


async def generator_stops():
    yield 1
    raise StopIteration("enough")


async def stopped():
    await attempt("coroutine", stops())
    await attempt("task", asyncio.create_task(stops(), name="stops"))
    generator = generator_stops()
    await attempt("first", anext(generator))
    await attempt("second", anext(generator))
    await attempt("third", anext(generator))


async def main():
    await asked()
    await stopped()


asyncio.run(main())
