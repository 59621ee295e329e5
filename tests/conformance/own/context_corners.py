"""Context variables: tokens across tasks, timers, callbacks and tasks that share a context; texts of errors."""

import asyncio
import contextvars

from caselog import err, log, outcome

var = contextvars.ContextVar("var", default=0)
plain = contextvars.ContextVar("plain")


def attempt(what, function, *args):
    try:
        log(what, function(*args))
    except Exception as exc:
        log(what, err(exc))


async def texts():
    attempt("get", plain.get)
    token = var.set(1)
    log(token.old_value is contextvars.Token.MISSING, token.var is var, token)
    second = var.set(2)
    attempt("wrong var", plain.reset, second)
    attempt("reset", var.reset, second)
    attempt("again", var.reset, second)
    log(second)
    context = contextvars.copy_context()
    attempt("elsewhere", context.run, var.reset, token)
    attempt("entered", context.run, context.run, var.get)
    attempt("key", context.__getitem__, plain)
    log(var, plain)
    var.reset(token)
    log(var.get(), var in contextvars.copy_context())


async def token_of_another_task():
    async def child(token):
        attempt("child resets", var.reset, token)
        log(var.get())
    token = var.set(5)
    await asyncio.create_task(child(token), name="child")
    own = asyncio.current_task().get_context()
    await asyncio.create_task(child(token), name="same context", context=own)
    log(var.get())
    attempt("used", var.reset, token)


async def timers():
    loop = asyncio.get_running_loop()
    def tick(name):
        log(name, var.get())
        var.set(var.get() + 1)
    var.set(10)
    loop.call_later(1, tick, "a")
    var.set(20)
    loop.call_later(1, tick, "b")
    shared = contextvars.copy_context()
    loop.call_later(2, tick, "c", context=shared)
    loop.call_later(3, tick, "d", context=shared)
    loop.call_soon_threadsafe(tick, "e")
    await asyncio.sleep(4)
    log(var.get(), shared[var])


async def chain_of_callbacks():
    loop = asyncio.get_running_loop()
    def step(n):
        log("step", n, var.get())
        var.set(var.get() * 2)
        if n:
            loop.call_soon(step, n - 1)
    var.set(1)
    loop.call_soon(step, 3)
    for _ in range(5):
        await asyncio.sleep(0)
    log(var.get())


async def exception_in_context():
    context = contextvars.copy_context()
    def fails():
        var.set(99)
        raise ValueError("inside")
    attempt("run", context.run, fails)
    log(var.get(), context[var])
    context.run(attempt, "again", lambda: var.get())
    loop = asyncio.get_running_loop()
    def handler(loop, info):
        log("handler", info["message"].split("(")[0].split(".")[-1], err(info["exception"]), var.get())
        var.set(-1)
    loop.set_exception_handler(handler)
    loop.call_soon(fails)
    loop.call_soon(fails, context=context)
    await asyncio.sleep(0)
    log(var.get(), context[var])
    loop.set_exception_handler(None)


async def waits():
    async def sets(n):
        var.set(n)
        await asyncio.sleep(n)
        return var.get()
    var.set(0)
    log(await asyncio.wait_for(sets(1), 2), var.get())
    try:
        await asyncio.wait_for(sets(3), 1)
    except TimeoutError:
        log(var.get())
    try:
        await asyncio.wait_for(sets(3), 0)
    except TimeoutError:
        log(var.get())
    async with asyncio.timeout(5):
        log(await sets(1), var.get())
    log(await asyncio.gather(sets(7), sets(8)), var.get())
    log(await asyncio.shield(sets(1)), var.get())
    for next_one in asyncio.as_completed([sets(2), sets(1)]):
        log(await next_one, var.get())


async def shared_by_tasks():
    async def adds(n):
        for _ in range(2):
            var.set(var.get() + n)
            await asyncio.sleep(0)
        return var.get()
    context = contextvars.copy_context()
    context.run(var.set, 100)
    a = asyncio.create_task(adds(1), name="a", context=context)
    b = asyncio.create_task(adds(10), name="b", context=context)
    eager = asyncio.create_task(adds(1000), name="eager", context=context, eager_start=True)
    log(context[var], outcome(eager))
    log(await asyncio.gather(a, b, eager), context[var], var.get())
    async with asyncio.TaskGroup() as group:
        group.create_task(adds(5), name="g", context=context)
    log(context[var], a.get_context() is context)


async def main():
    for function in (texts, token_of_another_task, timers, chain_of_callbacks, exception_in_context, waits,
                     shared_by_tasks):
        log(function.__name__)
        await function()


asyncio.run(main())
