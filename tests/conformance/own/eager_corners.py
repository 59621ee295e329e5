"""Eager tasks: what create_task() raises, names, parents that are cancelled."""

import asyncio
import contextvars

from caselog import err, log, outcome

var = contextvars.ContextVar("var", default="none")


async def value(what):
    log("value", what, var.get())
    var.set(what)
    return what


async def raises(exc):
    raise exc


async def sleeps(delay, what):
    try:
        await asyncio.sleep(delay)
    except asyncio.CancelledError as exc:
        log(what, "cancelled", err(exc))
        raise
    finally:
        log(what, "finally", var.get())
    return what


async def renames_itself():
    me = asyncio.current_task()
    me.set_name("renamed")
    await asyncio.sleep(0)
    log(me.get_name())


async def names_and_reprs():
    task = asyncio.create_task(renames_itself(), name="first", eager_start=True)
    log(task.get_name())
    await task
    done = asyncio.create_task(value("done"), name="done", eager_start=True)
    log(f'{done!r}', done.get_coro())
    failed = asyncio.create_task(raises(ValueError("x")), name="failed", eager_start=True)
    log(f'{failed!r}')
    try:
        failed.result()
    except ValueError as exc:
        log(err(exc))
    number = asyncio.create_task(value("numbered"), eager_start=True)
    log(number.get_name().startswith("Task-"), type(number).__name__)
    lazy = asyncio.create_task(value("lazy"), name="lazy", eager_start=False)
    await lazy


async def cancels_parent(parent):
    log("cancels", parent.cancel("from the child"), parent.cancelling())
    await asyncio.sleep(0)
    log("child goes on")
    return "child"


async def parent_cancelled_inside():
    me = asyncio.current_task()
    child = asyncio.create_task(cancels_parent(me), name="child", eager_start=True)
    log("made", outcome(child), me.cancelling())
    try:
        await child
    except asyncio.CancelledError as exc:
        log("parent", err(exc), me.uncancel(), outcome(child))


async def awaits_parent(parent):
    log("waits for its parent")
    return await parent


async def circle():
    async def parent():
        child = asyncio.create_task(awaits_parent(asyncio.current_task()), name="inner", eager_start=True)
        await asyncio.sleep(1)
        log(outcome(child))
        return "parent"

    async def top():
        task = asyncio.create_task(parent(), name="outer", eager_start=True)
        log(outcome(task))
        return await task
    log(await top())
    await asyncio.sleep(0)


async def done_callbacks():
    order = []
    async def child():
        me = asyncio.current_task()
        me.add_done_callback(lambda task: order.append("own"))
        return "done"
    task = asyncio.create_task(child(), name="child", eager_start=True)
    task.add_done_callback(lambda task: order.append("mine"))
    log(order, outcome(task))
    await task
    log(order)
    await asyncio.sleep(0)
    log(order)


async def group_of_eagers():
    try:
        async with asyncio.TaskGroup() as group:
            a = group.create_task(sleeps(1, "a"), name="a", eager_start=True)
            b = group.create_task(raises(KeyError("b")), name="b", eager_start=True)
            log(outcome(a), outcome(b), asyncio.current_task().cancelling())
            c = group.create_task(sleeps(1, "c"), name="c", eager_start=True)
            d = group.create_task(value("d"), name="d", eager_start=True)
            log(outcome(c), outcome(d))
            await asyncio.sleep(0)
            log("not reached")
    except* KeyError as group:
        log(err(group), outcome(a), outcome(c))


async def timeout_inside():
    async def limited():
        try:
            async with asyncio.timeout(1) as timeout:
                log(timeout)
                await asyncio.sleep(2)
        except TimeoutError as exc:
            log(err(exc), timeout.expired(), asyncio.current_task().cancelling())
        return "limited"
    task = asyncio.create_task(limited(), name="limited", eager_start=True)
    log("made")
    log(await task)


async def in_a_callback():
    made = []
    def callback():
        log("callback", asyncio.current_task())
        made.append(asyncio.create_task(sleeps(0, "by callback"), name="cb", eager_start=True))
        log("callback", asyncio.current_task(), outcome(made[0]))
    asyncio.get_running_loop().call_soon(callback)
    await asyncio.sleep(0)
    await made[0]


async def main():
    for function in (names_and_reprs, parent_cancelled_inside, circle, done_callbacks,
                     group_of_eagers, timeout_inside, in_a_callback):
        log(function.__name__)
        await function()
    log("interrupts")
    for exc in KeyboardInterrupt("key"), SystemExit(3):
        try:
            asyncio.create_task(raises(exc), name="interrupt", eager_start=True)
            log("not here")
        except BaseException as caught:
            log(type(caught).__name__)
    try:
        task = asyncio.create_task(raises(asyncio.CancelledError("by hand")), name="by hand", eager_start=True)
        log(outcome(task))
        await task
    except asyncio.CancelledError as exc:
        log(err(exc))


asyncio.run(main())
