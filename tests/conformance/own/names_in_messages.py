"""Names of callbacks in messages and reprs: methods, partials, and calls with arguments in a context."""

import asyncio
import contextvars
import functools

from caselog import err, log

var = contextvars.ContextVar("var", default="outer")


class Bad:
    def method(self, value=0):
        raise ValueError(f"odd {value}")

    def done(self, future):
        raise KeyError("done")


def fails(a, b=None):
    raise RuntimeError(f"{a} {b} {var.get()}")


def shown(repr_of):
    return repr_of.split(" at /")[0].split("when=")[0].rstrip(">")


def handler(loop, context):
    log(context["message"].split(" at ")[0], "|", err(context["exception"]), "|", shown(repr(context["handle"])))


def show(*args):
    log(var.get(), *args)


async def work(name, delay):
    await asyncio.sleep(delay)
    return name


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(handler)
    bad = Bad()
    context = contextvars.copy_context()
    context.run(var.set, "inner")
    loop.call_soon(bad.method)
    loop.call_soon(functools.partial(bad.method, 5))
    loop.call_soon(functools.partial(fails, 1), 2)
    loop.call_soon(functools.partial(functools.partial(fails, 1), b=3))
    loop.call_later(1, bad.method, 7)
    future = loop.create_future()
    future.add_done_callback(bad.done)
    future.add_done_callback(functools.partial(fails, "partial"))
    future.set_result(None)
    await asyncio.sleep(2)
    loop.call_soon(show, 1, context=context)
    loop.call_soon(show, 1, 2, context=context)
    loop.call_soon(show, 1, 2, 3, context=context)
    loop.call_later(1, show, 4, 5, context=context)
    loop.call_at(loop.time() + 1, show, 6, context=context)
    loop.call_soon_threadsafe(show, 7, context=context)
    loop.call_soon_threadsafe(show, context=context)
    await asyncio.sleep(2)
    done = asyncio.as_completed([work("a", 2), work("b", 1)])
    log(await next(done))
    log(await next(done))
    try:
        next(done)
    except StopIteration as exc:
        log(err(exc))
    log(b"ab" * 3, 2 * b"-")


asyncio.run(main())
