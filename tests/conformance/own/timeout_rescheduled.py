"""timeout(): rescheduled before, at and after its end, by others, to the past and to never; entered twice; nested."""

import asyncio

from caselog import err, log


async def shows(label, awaitable):
    try:
        log(label, "gave", await awaitable)
    except BaseException as exc:
        log(label, err(exc))


async def stays(scope, delay):
    async with scope:
        await asyncio.sleep(delay)
    return scope.expired()


async def moved_by(scope, when, at):
    """Others may move it as well."""
    await asyncio.sleep(at)
    try:
        scope.reschedule(when)
        log("moved", scope)
    except RuntimeError as exc:
        log(err(exc))


async def moved_in_the_instant():
    """Both timers are due: which one was made first decides."""
    loop = asyncio.get_running_loop()
    scope = asyncio.timeout(2)
    mover = asyncio.create_task(moved_by(scope, loop.time() + 4, 2))
    await asyncio.sleep(0)
    await shows("later", stays(scope, 3))
    await mover
    scope = asyncio.timeout(2)
    task = asyncio.create_task(shows("sooner", stays(scope, 3)))
    await asyncio.sleep(0)
    mover = asyncio.create_task(moved_by(scope, loop.time() + 4, 2))
    await asyncio.wait([task, mover])
    log(scope)


async def moved_inside():
    async with asyncio.timeout(1) as scope:
        for _ in range(3):
            await asyncio.sleep(0.75)
            scope.reschedule(scope.when() + 0.75)
        scope.reschedule(None)
        await asyncio.sleep(5)
    log(scope, scope.when())


async def moved_to_the_past():
    async with asyncio.timeout(None) as scope:
        scope.reschedule(asyncio.get_running_loop().time() - 1)
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError as exc:
            log(err(exc), scope, asyncio.current_task().cancelling())
            try:
                scope.reschedule(None)
            except RuntimeError as refused:
                log(err(refused))
            raise


async def moved_before_it_fires():
    """The timer of the past fires in the next turn; until then it can be taken back."""
    async with asyncio.timeout(None) as scope:
        scope.reschedule(0)
        scope.reschedule(None)
        await asyncio.sleep(0)
    return scope.expired()


async def outer_moved_by_inner():
    async with asyncio.timeout(3) as outer:
        try:
            async with asyncio.timeout(1) as inner:
                outer.reschedule(asyncio.get_running_loop().time() + 1)
                await asyncio.sleep(9)
        except TimeoutError as exc:
            log("inner", err(exc), inner, outer)
        await asyncio.sleep(0)
        log("never printed")


async def misused():
    scope = asyncio.timeout(1)
    log(scope, scope.when(), scope.expired())
    for when in 5, None:
        try:
            scope.reschedule(when)
        except RuntimeError as exc:
            log(err(exc))
    async with scope:
        log(scope)
        try:
            await scope.__aenter__()
        except RuntimeError as exc:
            log(err(exc))
    log(scope)
    try:
        scope.reschedule(9)
    except RuntimeError as exc:
        log(err(exc))
    await shows("again", stays(scope, 0))


async def main():
    for function in (
        moved_in_the_instant,
        moved_inside,
        moved_to_the_past,
        moved_before_it_fires,
        outer_moved_by_inner,
        misused,
    ):
        await shows(function.__name__, function())
    log(asyncio.timeout_at(1.23456), asyncio.timeout_at(7))


asyncio.run(main())
