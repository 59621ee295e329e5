"""cancelling() and uncancel(): requests that are counted, taken back in time or too late, and by others."""

import asyncio

from caselog import err, log, outcome


def me():
    return asyncio.current_task()


async def counts():
    for i in range(3):
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError as exc:
            log("caught", err(exc), me().cancelling())
    log("took back", me().uncancel(), me().uncancel(), me().uncancel(), me().uncancel())
    await asyncio.sleep(1)
    return "counted"


async def takes_back_at_once():
    me().cancel("self")
    log(me().cancelling(), me().uncancel())
    await asyncio.sleep(1)
    return "never cancelled"


async def takes_back_one_of_two():
    me().cancel("first")
    me().cancel("second")
    log(me().uncancel())
    await asyncio.sleep(1)


async def cancels_itself_in_finally():
    try:
        await asyncio.sleep(1)
    finally:
        me().cancel("in finally")
        await asyncio.sleep(1)


async def cancels_itself_and_raises():
    me().cancel("unheard")
    raise ValueError("raised")


async def swallows_and_is_cancelled_again():
    try:
        await asyncio.sleep(5)
    except asyncio.CancelledError:
        pass
    try:
        await asyncio.sleep(5)
    except asyncio.CancelledError as exc:
        log("again", err(exc))
        raise


async def group_that_swallows():
    try:
        async with asyncio.TaskGroup():
            await asyncio.sleep(5)
    except asyncio.CancelledError:
        log("group", me().cancelling())
        me().uncancel()
    async with asyncio.TaskGroup() as group:
        group.create_task(asyncio.sleep(1), name="child")
    return me().cancelling()


async def show(task):
    await asyncio.wait([task])
    log(task.get_name(), outcome(task), task.cancelling())


async def main():
    task = asyncio.create_task(counts(), name="counts")
    await asyncio.sleep(0.5)
    log(task.cancel("a"), task.cancel("b"), task.cancelling())
    await asyncio.sleep(0.2)
    log(task.cancel("c"), task.cancelling())
    await show(task)
    log(task.cancel(), task.cancelling(), task.uncancel())
    for function in (
        takes_back_at_once,
        takes_back_one_of_two,
        cancels_itself_in_finally,
        cancels_itself_and_raises,
    ):
        await show(asyncio.create_task(function(), name=function.__name__))
    task = asyncio.create_task(swallows_and_is_cancelled_again(), name="again")
    await asyncio.sleep(1)
    task.cancel("one")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel("two")
    await show(task)
    task = asyncio.create_task(group_that_swallows(), name="group")
    await asyncio.sleep(1)
    task.cancel("group")
    await show(task)
    task = asyncio.create_task(asyncio.sleep(5), name="unstarted")
    task.cancel("one")
    task.cancel("two")
    log(task.uncancel())
    await show(task)
    task = asyncio.create_task(asyncio.sleep(1), name="saved")
    task.cancel()
    task.uncancel()
    await show(task)
    task = asyncio.create_task(asyncio.sleep(5), name="too late")
    await asyncio.sleep(0)
    task.cancel()
    task.uncancel()
    await show(task)


asyncio.run(main())
