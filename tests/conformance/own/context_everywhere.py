"""Context variables: who sees what in callbacks, groups, gather, generators, threads, timers and nested tasks."""

import asyncio
import contextvars

from caselog import log

var = contextvars.ContextVar("var", default="none")


async def child(name, value=None):
    log(name, "sees", var.get())
    if value:
        var.set(value)
    await asyncio.sleep(1)
    log(name, "still sees", var.get())


def callback(what):
    log(what, var.get())
    var.set("by " + what)


async def generator():
    log("generator", var.get())
    var.set("generator")
    yield 1
    log("generator", var.get())
    yield 2


async def in_executor():
    return await asyncio.to_thread(var.get)


async def main():
    loop = asyncio.get_running_loop()
    var.set("main")
    task = asyncio.create_task(child("task", "task"), name="task")
    var.set("later")
    await asyncio.gather(child("g1", "g1"), child("g2"))
    log(var.get(), task.get_context()[var])
    await child("awaited", "awaited")
    log(var.get())
    await asyncio.wait_for(child("wait_for", "wait_for"), 5)
    log(var.get())
    await asyncio.shield(child("shield", "shield"))
    log(var.get())
    context = contextvars.copy_context()
    await asyncio.create_task(child("own", "own"), context=context)
    log(context[var], var.get())
    async with asyncio.TaskGroup() as group:
        var.set("in group")
        group.create_task(child("t1", "t1"), name="t1")
        group.create_task(child("t2", "t2"), name="t2", context=context)
    log(var.get(), context[var])
    loop.call_soon(callback, "call_soon")
    loop.call_later(1, callback, "call_later", context=context)
    future = loop.create_future()
    future.add_done_callback(lambda future: callback("done"))
    future.add_done_callback(lambda future: callback("done in context"), context=context)
    var.set("before the result")
    future.set_result(None)
    await asyncio.sleep(2)
    log(var.get(), context[var])
    async for i in generator():
        log(i, var.get())
        var.set("loop body")
    log(await in_executor())
    log(context.run(var.get), len(context))
    token = var.set("token")
    log(token.old_value)
    var.reset(token)
    log(var.get())
    try:
        var.reset(token)
    except RuntimeError as exc:
        log(type(exc).__name__)
    try:
        context.run(lambda: context.run(var.get))
    except RuntimeError as exc:
        log(type(exc).__name__)


asyncio.run(main())
