"""TaskGroup: what comes out when several fail, the body fails too, the group is cancelled, exits are nested."""

import asyncio

from caselog import err, log, outcome


async def fails(delay, error):
    await asyncio.sleep(delay)
    raise error


async def resists(delay, error=None):
    try:
        await asyncio.sleep(delay)
    except asyncio.CancelledError as exc:
        log("resists", err(exc))
        await asyncio.sleep(1)
        if error:
            raise error
        return "resisted"


async def attempt(function):
    try:
        log(function.__name__, "gave", await function())
    except BaseException as exc:
        log(function.__name__, err(exc), asyncio.current_task().cancelling())


async def several_fail():
    async with asyncio.TaskGroup() as group:
        group.create_task(fails(1, ValueError("a")), name="a")
        group.create_task(fails(1, KeyError("b")), name="b")
        group.create_task(resists(5, IndexError("c")), name="c")
        group.create_task(resists(5), name="d")


async def body_and_child_fail():
    async with asyncio.TaskGroup() as group:
        group.create_task(resists(5, IndexError("child")), name="child")
        await asyncio.sleep(1)
        raise ValueError("body")


async def body_waits_for_failing():
    async with asyncio.TaskGroup() as group:
        task = group.create_task(fails(1, ValueError("child")), name="child")
        try:
            await task
        except ValueError as exc:
            log("seen", err(exc))
        except asyncio.CancelledError as exc:
            log("cancelled instead", err(exc))
            raise


async def cancelled_before_entering():
    asyncio.current_task().cancel("early")
    async with asyncio.TaskGroup() as group:
        group.create_task(asyncio.sleep(1), name="never runs")


async def cancelled_in_the_body():
    async with asyncio.TaskGroup() as group:
        group.create_task(resists(5), name="r")
        asyncio.get_running_loop().call_later(1, asyncio.current_task().cancel, "outside")
        await asyncio.sleep(3)


async def cancelled_at_the_end():
    async with asyncio.TaskGroup() as group:
        group.create_task(resists(5), name="r")
        asyncio.get_running_loop().call_later(1, asyncio.current_task().cancel, "outside")


async def cancelled_while_aborting():
    async with asyncio.TaskGroup() as group:
        group.create_task(resists(5), name="r")
        group.create_task(fails(1, ValueError("first")), name="f")
        asyncio.get_running_loop().call_later(1.5, asyncio.current_task().cancel, "outside")


async def nested():
    async with asyncio.TaskGroup() as outer:
        outer.create_task(resists(5), name="outer child")
        async with asyncio.TaskGroup() as inner:
            inner.create_task(fails(1, ValueError("inner")), name="inner child")


async def inner_swallowed():
    async with asyncio.TaskGroup() as outer:
        task = outer.create_task(asyncio.sleep(2, "outer result"), name="outer child")
        try:
            async with asyncio.TaskGroup() as inner:
                inner.create_task(fails(1, ValueError("inner")), name="inner child")
        except* ValueError as group:
            log("swallowed", err(group), asyncio.current_task().cancelling())
    return task.result()


async def child_cancels_parent():
    parent = asyncio.current_task()

    async def child():
        parent.cancel("by child")

    async with asyncio.TaskGroup() as group:
        group.create_task(child(), name="child")
        await asyncio.sleep(5)


async def children_are_cancelled():
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(asyncio.sleep(i), name=f"c{i}") for i in range(3)]
        tasks[1].cancel("just this one")
    return [outcome(task) for task in tasks]


async def child_makes_children():
    async def child(group, depth):
        await asyncio.sleep(1)
        if depth:
            group.create_task(child(group, depth - 1), name=f"depth {depth}")
        log("child", depth)

    async with asyncio.TaskGroup() as group:
        group.create_task(child(group, 2), name="depth 3")


async def main():
    for function in (
        several_fail,
        body_and_child_fail,
        body_waits_for_failing,
        cancelled_before_entering,
        cancelled_in_the_body,
        cancelled_at_the_end,
        cancelled_while_aborting,
        nested,
        inner_swallowed,
        child_cancels_parent,
        children_are_cancelled,
        child_makes_children,
    ):
        await asyncio.wait([asyncio.create_task(attempt(function), name=function.__name__)])


asyncio.run(main())
