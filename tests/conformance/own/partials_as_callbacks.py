"""functools.partial and tables of functions as what a loop or a future calls: their names show in the step log."""

import asyncio
import functools

from caselog import err, log


def tick(name, number):
    log("tick", name, number)
    if number:
        asyncio.get_running_loop().call_later(0.5, functools.partial(tick, name), number - 1)


def report(what, future):
    log("report", what, future.result())


def refuse(what):
    raise ValueError(what)


class Counter:
    def __init__(self):
        self.count = 0

    def add(self, number, future=None):
        self.count += number
        log("count", self.count)


def on_a(number):
    log("a", number)


def on_b(number):
    log("b", number)


async def work():
    await asyncio.sleep(1)
    return 42


def handler(loop, context):
    log("handler", context["message"].split("(")[0], err(context["exception"]))


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(handler)
    loop.call_soon(functools.partial(tick, "A", 2))
    loop.call_at(0.2, functools.partial(tick, "B"), 1)
    loop.call_soon(functools.partial(refuse, "no"))
    counter = Counter()
    loop.call_soon(functools.partial(counter.add, 3))
    task = asyncio.create_task(work(), name="work")
    task.add_done_callback(functools.partial(report, "first"))
    task.add_done_callback(functools.partial(counter.add, 4))
    event = asyncio.Event()
    loop.call_later(1.5, functools.partial(event.set))
    handlers = {"a": on_a, "b": on_b}
    for name, function in handlers.items():
        loop.call_soon(function, 1)
        loop.call_soon(functools.partial(handlers[name], 2))
    await event.wait()
    log(await task)


asyncio.run(main())
