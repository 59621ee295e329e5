"""Plain functions in every place where one is called back, and managers whose __aexit__ says whether it swallows."""

import asyncio
import contextlib

from caselog import err, log


def called(*args):
    log("called", *args)


def bad():
    raise ValueError("bad")


def done(future):
    log("done", future.result())


def forget():
    log("forget")


def handle(loop, context):
    log("handler:", context["message"].split("(")[0], err(context["exception"]))


class Manager:
    def __init__(self, name, swallows):
        self.name = name
        self.swallows = swallows

    async def __aenter__(self):
        await asyncio.sleep(1)
        return self

    async def __aexit__(self, kind, exc, traceback):
        log(self.name, "leaves", err(exc) if exc else None)
        await asyncio.sleep(1)
        return self.swallows


async def numbers():
    yield 1
    yield 2


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(handle)
    loop.call_soon(called, "soon", 1)
    loop.call_later(1, called, "later")
    loop.call_at(2, forget)
    loop.call_soon(bad)
    future = loop.create_future()
    future.add_done_callback(done)
    event = loop.create_future()
    loop.call_later(3, future.set_result, 5)
    loop.call_later(4, event.set_result, None)
    await event
    loop.call_soon_threadsafe(forget)
    task = asyncio.create_task(asyncio.sleep(1, "slept"), name="sleeper")
    task.add_done_callback(done)
    await task
    async with Manager("m", False) as m:
        log(m.name)
    async with Manager("s", True):
        raise KeyError("swallowed")
    try:
        async with Manager("outer", True), Manager("inner", False):
            raise ValueError("both")
    except ValueError as exc:
        log(err(exc))
    try:
        async with Manager("r", None):
            raise ValueError("raised")
    except ValueError as exc:
        log(err(exc))
    async with contextlib.aclosing(numbers()) as generator:
        log(await anext(generator))


asyncio.run(main())
