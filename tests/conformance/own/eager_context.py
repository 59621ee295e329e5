"""Eager tasks: the first step runs in a copy of the context; a task factory of the program's own sees each coroutine."""

import asyncio
import contextvars

from caselog import log, outcome

var = contextvars.ContextVar("var", default="unset")


async def child(name):
    log(name, "sees", var.get())
    var.set(name)
    await asyncio.sleep(0)
    log(name, "sees", var.get())


def factory(loop, coro, **options):
    log("factory", coro.__name__)
    return asyncio.Task(coro, loop=loop, **options)


async def main():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(asyncio.eager_task_factory)
    var.set("main")
    a = asyncio.create_task(child("A"), name="A")
    log("main sees", var.get())
    context = contextvars.copy_context()
    b = asyncio.create_task(child("B"), name="B", context=context)
    log("main sees", var.get(), "context", context[var])
    await asyncio.wait([a, b])
    loop.set_task_factory(factory)
    await asyncio.create_task(child("C"), name="C")
    loop.set_task_factory(asyncio.create_eager_task_factory(asyncio.Task))
    task = asyncio.create_task(child("D"), name="D")
    log("D", outcome(task))
    await task


asyncio.run(main())
