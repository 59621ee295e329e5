"""Handle.get_context(): what a callback is called in, before and after it was called."""

import asyncio
import contextvars

from caselog import log

var = contextvars.ContextVar("var", default="none")


def call(value):
    log("call", var.get())
    var.set(value)


async def main():
    loop = asyncio.get_running_loop()
    empty = loop.call_soon(call, "a")
    context = empty.get_context()
    log(context.get(var), context is empty.get_context())
    var.set("main")
    inherited = loop.call_later(1, call, "b")
    own = contextvars.copy_context()
    given = loop.call_at(loop.time() + 1, call, "c", context=own)
    cancelled = loop.call_later(0.5, call, "d")
    cancelled.cancel()
    log(inherited.get_context()[var], given.get_context() is own, cancelled.get_context()[var])
    await asyncio.sleep(2)
    log(context[var], inherited.get_context()[var], own[var], var.get())
    log(cancelled.cancelled(), inherited.cancelled(), inherited.when())


asyncio.run(main())
