"""timeout(): rescheduled in every state, in the past, within each other, around gather, shield and groups."""

import asyncio

from caselog import err, log


async def attempt(what, coroutine):
    try:
        log(what, "gave", await coroutine)
    except BaseException as exc:
        log(what, err(exc))


async def rescheduled_away():
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(1) as scope:
        scope.reschedule(loop.time() + 3)
        await asyncio.sleep(2)
        scope.reschedule(None)
        await asyncio.sleep(5)
    log(scope, scope.expired(), scope.when())


async def rescheduled_into_the_past():
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(None) as scope:
        scope.reschedule(loop.time() - 1)
        log(scope.expired())
        await asyncio.sleep(0)
        log("one turn later")
        await asyncio.sleep(1)


async def misuse():
    scope = asyncio.timeout(1)
    log(scope)
    try:
        scope.reschedule(2)
    except RuntimeError as exc:
        log(err(exc))
    async with scope:
        try:
            async with scope:
                pass
        except RuntimeError as exc:
            log(err(exc))
    try:
        scope.reschedule(2)
    except RuntimeError as exc:
        log(err(exc))
    try:
        async with asyncio.timeout(0) as scope:
            try:
                await asyncio.sleep(1)
            except asyncio.CancelledError:
                log(scope)
                try:
                    scope.reschedule(5)
                except RuntimeError as exc:
                    log(err(exc))
                raise
    except TimeoutError:
        log(scope)
        try:
            scope.reschedule(5)
        except RuntimeError as exc:
            log(err(exc))


async def inner_catches_outer():
    async with asyncio.timeout(1):
        try:
            async with asyncio.timeout(2):
                await asyncio.sleep(5)
        except TimeoutError:
            log("never: the inner one was not due")


async def outer_after_inner():
    async with asyncio.timeout(2):
        try:
            async with asyncio.timeout(1):
                await asyncio.sleep(5)
        except TimeoutError:
            log("inner")
        await asyncio.sleep(5)


async def cleanup_takes_long():
    async with asyncio.timeout(1) as scope:
        try:
            await asyncio.sleep(5)
        finally:
            log("expiring", scope.expired())
            await asyncio.sleep(3)
            log("cleaned up")


async def swallowed_then_error():
    async with asyncio.timeout(1):
        try:
            await asyncio.sleep(5)
        except asyncio.CancelledError:
            raise ValueError("instead") from None


async def swallowed_then_uncancelled():
    async with asyncio.timeout(1) as scope:
        try:
            await asyncio.sleep(5)
        except asyncio.CancelledError:
            asyncio.current_task().uncancel()
        await asyncio.sleep(1)
        log("goes on", asyncio.current_task().cancelling())
    log(scope.expired(), asyncio.current_task().cancelling())


async def around_gather():
    async with asyncio.timeout(1):
        await asyncio.gather(asyncio.sleep(2, "a"), asyncio.sleep(0, "b"), return_exceptions=True)


async def around_shield():
    task = asyncio.create_task(asyncio.sleep(2, "kept"), name="kept")
    try:
        async with asyncio.timeout(1):
            await asyncio.shield(task)
    except TimeoutError:
        return await task


async def around_group():
    async with asyncio.timeout(1):
        async with asyncio.TaskGroup() as group:
            group.create_task(asyncio.sleep(2), name="a")
            group.create_task(asyncio.sleep(0.5), name="b")


async def in_group():
    async with asyncio.TaskGroup() as group:
        group.create_task(around_gather(), name="limited")
        await asyncio.sleep(5)


async def result_in_the_same_instant():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    loop.call_later(1, future.set_result, "late")
    async with asyncio.timeout(1):
        return await future


async def main():
    for each in (
        rescheduled_away,
        rescheduled_into_the_past,
        misuse,
        inner_catches_outer,
        outer_after_inner,
        cleanup_takes_long,
        swallowed_then_error,
        swallowed_then_uncancelled,
        around_gather,
        around_shield,
        around_group,
        in_group,
        result_in_the_same_instant,
    ):
        await attempt(each.__name__, asyncio.create_task(each(), name=each.__name__))


asyncio.run(main())
