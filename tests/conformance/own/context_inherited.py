"""contextvars: who inherits what: tasks, callbacks, timers, done callbacks, awaited coroutines and wait_for()."""

import asyncio
import contextvars

from caselog import log

var = contextvars.ContextVar("var", default="default")


async def child(name):
    log(name, "sees", var.get())
    var.set(name)
    await asyncio.sleep(0)
    log(name, "sees", var.get())


def callback(name, *args):
    log(name, "sees", var.get())
    var.set("callback")


async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon(callback, "early")
    var.set("main")
    context = contextvars.copy_context()
    task = asyncio.create_task(child("task"), name="task")
    task.add_done_callback(lambda task: callback("done"))
    task.add_done_callback(lambda task: callback("done in context"), context=context)
    var.set("later")
    loop.call_soon(callback, "soon")
    loop.call_later(1, callback, "timer")
    loop.call_at(1, lambda: callback("at in context"), context=context)
    await child("awaited")
    log("main", var.get(), context[var], task.get_context()[var])
    await asyncio.wait_for(child("wait_for"), 5)
    log("main", var.get())
    await asyncio.wait_for(asyncio.create_task(child("wait_for task")), 5)
    log("main", var.get())
    await asyncio.gather(child("gathered"), child("gathered too"))
    log("main", var.get())
    await asyncio.sleep(2)
    log("main", var.get(), context[var])


asyncio.run(main())
