"""wait_for() with no time left: what it makes of gather, shield, futures, tasks that are done, fail or resist."""

import asyncio

from caselog import err, log, outcome


async def resists(how):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        if how == "fails":
            raise ValueError("no") from None
        await asyncio.sleep(1)
        return "resisted"


async def attempt(what, awaitable, timeout=0):
    try:
        log(what, "gave", await asyncio.wait_for(awaitable, timeout))
    except BaseException as exc:
        log(what, err(exc))


async def quick():
    return "never run"


async def main():
    loop = asyncio.get_running_loop()
    await attempt("gather", asyncio.gather(asyncio.sleep(10, "a"), asyncio.sleep(10, "b")))
    await attempt("gather, outcomes", asyncio.gather(asyncio.sleep(10), asyncio.sleep(10), return_exceptions=True), -1)
    tasks = [asyncio.create_task(resists("fails"), name=f"R{i}") for i in range(2)]
    await asyncio.sleep(0)
    await attempt("gather that fails", asyncio.gather(*tasks))
    task = asyncio.create_task(resists("late"), name="T")
    await asyncio.sleep(0)
    await attempt("gather that resists", asyncio.gather(task, asyncio.sleep(3, "c")))
    task = asyncio.create_task(resists("late"), name="U")
    await asyncio.sleep(0)
    await attempt("shield", asyncio.shield(task))
    log(outcome(task))
    await attempt("task that resists", task)
    await attempt("done", task)
    future = loop.create_future()
    await attempt("future", future)
    log(outcome(future))
    await attempt("cancelled future", future)
    future = loop.create_future()
    future.set_exception(ValueError("failed"))
    await attempt("failed future", future)
    future = loop.create_future()
    future.set_exception(asyncio.CancelledError("stored"))
    await attempt("future with CancelledError", future)
    await attempt("coroutine", quick())
    await attempt("coroutine", quick(), 1)
    await attempt("gather in time", asyncio.gather(asyncio.sleep(1, "d")), 2)
    await attempt("gather too late", asyncio.gather(asyncio.sleep(3, "e")), 2)


asyncio.run(main())
