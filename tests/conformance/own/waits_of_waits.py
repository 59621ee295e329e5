"""wait_for with 0, None and negative limits; shields of shields; gathers of gathers cancelled; timeouts misused."""

import asyncio

from caselog import err, log, outcome


async def work(name, seconds, fail=None):
    try:
        await asyncio.sleep(seconds)
        if fail:
            raise fail
        log(name, "done")
        return name
    except asyncio.CancelledError as exc:
        log(name, "cancelled", err(exc))
        raise


async def limits():
    for limit in (0, -1, None, 0.0, 1e-9):
        try:
            log(limit, await asyncio.wait_for(work(f"w{limit}", 0), limit))
        except TimeoutError as exc:
            log(limit, err(exc))
    future = asyncio.get_running_loop().create_future()
    future.set_result("ready")
    log(await asyncio.wait_for(future, 0), await asyncio.wait_for(future, -5))
    task = asyncio.create_task(work("old", 1), name="old")
    try:
        await asyncio.wait_for(asyncio.shield(task), 0)
    except TimeoutError as exc:
        log("shielded", err(exc), outcome(task))
    log(await task)


async def shields():
    task = asyncio.create_task(work("core", 2), name="core")
    once = asyncio.shield(task)
    twice = asyncio.shield(once)
    log(twice is once)
    twice.cancel("outer")
    await asyncio.sleep(0)
    log(outcome(twice), outcome(once), outcome(task))
    once.cancel("middle")
    await asyncio.sleep(0)
    log(outcome(once), outcome(task))
    log(await asyncio.shield(asyncio.shield(asyncio.shield(task))))
    failing = asyncio.shield(asyncio.shield(work("fails", 1, ValueError("late"))))
    try:
        await failing
    except ValueError as exc:
        log(err(exc), failing)


async def gathers():
    inner = asyncio.gather(work("a", 1), work("b", 2))
    middle = asyncio.gather(inner, work("c", 3), return_exceptions=True)
    outer = asyncio.gather(middle, work("d", 4))
    await asyncio.sleep(1.5)
    log(inner.done(), outer.done())
    log(inner.cancel("inner only"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    log(outcome(inner), outcome(middle), outcome(outer))
    await asyncio.sleep(2)
    log(outcome(middle) if middle.cancelled() or middle.exception() else [type(r).__name__ for r in middle.result()])
    log(outer.cancel("all"), outer.cancel("again"))
    try:
        await outer
    except asyncio.CancelledError as exc:
        log(err(exc), outer.cancelled())


async def timeouts():
    scope = asyncio.timeout(1)
    try:
        scope.reschedule(5)
    except RuntimeError as exc:
        log(err(exc))
    log(scope, scope.when(), scope.expired())
    async with scope:
        log(scope)
        try:
            async with scope:
                pass
        except RuntimeError as exc:
            log(err(exc))
        scope.reschedule(None)
        log(scope, scope.when())
    log(scope)
    for again in (scope.reschedule,):
        try:
            again(9)
        except RuntimeError as exc:
            log(err(exc))
    try:
        async with scope:
            pass
    except RuntimeError as exc:
        log(err(exc))
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout_at(loop.time() + 3) as outer:
            async with asyncio.timeout(5) as inner:
                outer.reschedule(loop.time() + 1)
                inner.reschedule(loop.time() - 1)
                await asyncio.sleep(10)
    except TimeoutError as exc:
        log(err(exc), outer.expired(), inner.expired(), outer, inner)
    try:
        async with asyncio.timeout(1) as scope:
            try:
                await asyncio.sleep(2)
            finally:
                log("cleaning", scope.expired(), asyncio.current_task().cancelling())
                await asyncio.sleep(1)
    except TimeoutError as exc:
        log(err(exc), repr(exc.__cause__), asyncio.current_task().cancelling())
    try:
        async with asyncio.timeout(0):
            log("body runs")
            raise KeyError("mine")
    except KeyError as exc:
        log(err(exc))
    async with asyncio.timeout(-1):
        log("no await, no timeout")


async def main():
    for part in (limits, shields, gathers, timeouts):
        await part()
    log(asyncio.current_task(asyncio.get_running_loop()).get_name(), len(asyncio.all_tasks(asyncio.get_running_loop())))


asyncio.run(main())
