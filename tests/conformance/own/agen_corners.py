"""Asynchronous generators: closing and throwing in every state, two users at once, leftovers at the end."""

import asyncio

from caselog import err, log, outcome


async def attempt(what, awaitable):
    try:
        log(what, await awaitable)
    except BaseException as exc:
        log(what, err(exc))


async def counting(name, delay=0, limit=3):
    try:
        for i in range(limit):
            if delay:
                await asyncio.sleep(delay)
            yield i
    except BaseException as exc:
        log(name, "got", err(exc))
        raise
    finally:
        log(name, "finally")
        await asyncio.sleep(1)
        log(name, "cleaned")


async def two_users():
    numbers = counting("two", 1)
    first = asyncio.create_task(anext(numbers), name="first")
    second = asyncio.create_task(anext(numbers), name="second")
    await asyncio.sleep(0)
    await attempt("aclose", numbers.aclose())
    await attempt("athrow", numbers.athrow(ValueError("x")))
    await attempt("asend", numbers.asend(None))
    await asyncio.wait([first, second])
    log(outcome(first), outcome(second))
    await numbers.aclose()
    await numbers.aclose()
    await attempt("after", anext(numbers))


async def cancelled_in_body_and_in_finally():
    async def user():
        async for i in counting("cancelled", 2):
            log("user", i)
    task = asyncio.create_task(user(), name="user")
    await asyncio.sleep(3)
    task.cancel("body")
    await asyncio.sleep(0.5)
    task.cancel("finally")
    await attempt("user", task)


async def cancelled_between():
    numbers = counting("between")
    async def user():
        async for i in numbers:
            log("user", i)
            await asyncio.sleep(5)
    task = asyncio.create_task(user(), name="user")
    await asyncio.sleep(1)
    task.cancel()
    await attempt("user", task)
    await attempt("next", anext(numbers))
    await attempt("close", numbers.aclose())


async def ends():
    async def stops(how):
        yield how
        if how == "return":
            return
        if how == "StopAsyncIteration":
            raise StopAsyncIteration("mine")
        if how == "StopIteration":
            raise StopIteration("mine")
        if how == "GeneratorExit":
            raise GeneratorExit("mine")
        if how == "cancel":
            raise asyncio.CancelledError("mine")
    for how in "return", "StopAsyncIteration", "StopIteration", "GeneratorExit", "cancel":
        numbers = stops(how)
        log(await anext(numbers))
        await attempt("second", anext(numbers))
        await attempt("third", anext(numbers))
        await attempt("default", anext(numbers, "default"))
        await attempt("aclose", numbers.aclose())
        await attempt("athrow", numbers.athrow(KeyError("late")))


async def ignores():
    async def stubborn(times):
        while True:
            try:
                yield times
            except GeneratorExit:
                times -= 1
                if times < 0:
                    raise
                log("ignored", times)
    numbers = stubborn(1)
    await anext(numbers)
    await attempt("aclose", numbers.aclose())
    await attempt("aclose again", numbers.aclose())
    numbers = stubborn(5)
    await attempt("unstarted", numbers.aclose())
    await attempt("next", anext(numbers))


async def echo():
    received = []
    try:
        while True:
            received.append((yield len(received)))
    except ValueError as exc:
        yield f"caught {exc}"
        received.append("after")
    finally:
        log(received)


async def sends():
    channel = echo()
    await attempt("early", channel.asend("too early"))
    log(await anext(channel))
    log(await channel.asend("a"))
    log(await channel.asend("b"))
    log(await anext(channel))
    log(await channel.athrow(ValueError("x")))
    await attempt("end", channel.asend("c"))
    call = channel.asend(None)
    await attempt("over", call)
    await attempt("twice", call)
    close = channel.aclose()
    await attempt("close", close)
    await attempt("close twice", close)


async def in_group():
    async def squares(n):
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(asyncio.sleep(i, i * i)) for i in range(n)]
            for task in tasks:
                yield await task
    log([i async for i in squares(3)])
    numbers = squares(3)
    log(await anext(numbers))
    await attempt("close", numbers.aclose())


async def gathered():
    one, two = counting("one", 1, 2), counting("two", 2, 2)
    log(await asyncio.gather(anext(one), anext(two)))
    log(await asyncio.gather(one.aclose(), two.aclose()))
    for call in asyncio.as_completed([anext(counting("a", 2)), anext(counting("b", 1))]):
        log(await call)
    await attempt("timeout", asyncio.wait_for(anext(counting("slow", 9)), 1))
    await attempt("zero", asyncio.wait_for(anext(counting("none", 9)), 0))


async def main():
    for function in (two_users, cancelled_in_body_and_in_finally, cancelled_between, ends, ignores,
                     sends, in_group, gathered):
        log(function.__name__)
        await function()
    log("leftovers")
    a, b, c = counting("left a"), counting("left b", 1), counting("unstarted")
    await anext(a)
    await anext(b)
    log("main ends")


asyncio.run(main())
