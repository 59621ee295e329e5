"""as_completed(): a wait that is cancelled, in each turn, gives its place back: no result is lost."""

import asyncio

from caselog import err, log, outcome

async def work(name, turns):
    for _ in range(turns):
        await asyncio.sleep(0)
    if name == "B":
        raise ValueError(name)
    return name


async def wait_for_one(results):
    for result in results:
        try:
            log("got", await result)
        except ValueError as exc:
            log("got", err(exc))
    log("all")


async def anext_twice(results):
    log("task", (await anext(results)).get_name())
    log("task", (await anext(results)).get_name())


async def main():
    for turn in range(7):
        for waiter in (wait_for_one, anext_twice):
            log("--", turn)
            results = asyncio.as_completed(
                [asyncio.create_task(work(name, i), name=name) for i, name in enumerate("ABC")])
            task = asyncio.create_task(waiter(results), name="waiter")
            for _ in range(turn):
                await asyncio.sleep(0)
            log("cancel", task.cancel())
            await asyncio.wait([task])
            log(outcome(task))
            async for done in results:
                log("left", done.get_name())
    log("none", await anext(results, None))
    try:
        await anext(results)
    except StopAsyncIteration:
        log("StopAsyncIteration")


asyncio.run(main())
