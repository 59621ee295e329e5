"""The futures of gather() and shield(), given a result or an exception by the program itself."""

import asyncio

from caselog import err, log, outcome


async def fails(delay):
    await asyncio.sleep(delay)
    raise ValueError("child")


async def report(what, awaitable):
    try:
        log(what, await awaitable)
    except Exception as exc:
        log(what, err(exc))


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(
        lambda loop, context: log("handler:", context["message"][:21], err(context["exception"]))
    )
    gathering = asyncio.gather(asyncio.sleep(1, "a"), fails(2))
    waiter = asyncio.create_task(report("gather", gathering), name="W")
    await asyncio.sleep(0)
    gathering.set_exception(ValueError("mine"))
    await waiter
    log(gathering.cancel())
    await asyncio.sleep(3)
    child = asyncio.create_task(asyncio.sleep(2, "late"), name="child")
    gathering = asyncio.gather(child)
    gathering.set_result(["mine"])
    log(outcome(gathering))
    try:
        gathering.set_result(["again"])
    except asyncio.InvalidStateError as exc:
        log(err(exc))
    log(await gathering, await child)
    inner = asyncio.create_task(asyncio.sleep(2, "inner"), name="inner")
    shielded = asyncio.shield(inner)
    waiter = asyncio.create_task(report("shield", shielded), name="X")
    await asyncio.sleep(0)
    shielded.set_result("mine")
    log(outcome(shielded))
    await waiter
    log(await inner)
    inner = loop.create_future()
    shielded = asyncio.shield(inner)
    inner.set_result("inner")
    shielded.set_result("first")
    await asyncio.sleep(0)
    log(outcome(shielded))
    for settle in (lambda: inner.cancel(), lambda: inner.set_exception(ValueError("inner"))):
        inner = loop.create_future()
        shielded = asyncio.shield(inner)
        settle()
        shielded.set_result("first")
        await asyncio.sleep(0)
        log(outcome(shielded))
    del inner
    task = asyncio.create_task(asyncio.sleep(1), name="task")
    for settle in (lambda: task.set_result(1), lambda: task.set_exception(ValueError())):
        try:
            settle()
        except RuntimeError as exc:
            log(err(exc))
    await task
    loop.set_exception_handler(None)


asyncio.run(main())
