"""Eager tasks: errors, cancellation and waiting inside of the first step, in groups, gather, wait and timeouts."""

import asyncio

from caselog import err, log, outcome


async def value(what):
    log("value", what, asyncio.current_task().get_name())
    return what


async def fails(what):
    raise ValueError(what)


async def sleeps(delay):
    await asyncio.sleep(delay)
    return str(delay)


async def cancels_itself():
    asyncio.current_task().cancel("self")
    await asyncio.sleep(1)


async def attempt(what, awaitable):
    try:
        log(what, "gave", await awaitable)
    except BaseException as exc:
        log(what, err(exc))


async def waits_for(lock, name):
    async with lock:
        log(name, "has it")
        await asyncio.sleep(0)
    log(name, "gave it away")


async def in_group():
    async with asyncio.TaskGroup() as group:
        done = group.create_task(value("g"), name="g")
        log(outcome(done))
        group.create_task(sleeps(1), name="h")
    log("group over")


async def failing_group():
    async with asyncio.TaskGroup() as group:
        group.create_task(fails("child"), name="f")
        log("goes on")
        group.create_task(value("after"), name="a")
        await asyncio.sleep(0)
        log("never")


async def main():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(asyncio.eager_task_factory)
    await attempt("await", asyncio.create_task(value("1"), name="v"))
    await attempt("failed", asyncio.create_task(fails("2"), name="f"))
    await attempt("cancelled", asyncio.create_task(cancels_itself(), name="c"))
    task = asyncio.create_task(sleeps(1), name="s")
    task.cancel("at once")
    await attempt("sleeper", task)
    lock = asyncio.Lock()
    tasks = [asyncio.create_task(waits_for(lock, name), name=name) for name in "abc"]
    await asyncio.wait(tasks)
    await in_group()
    await attempt("failing group", failing_group())
    log(outcome(asyncio.gather(value("x"), value("y"))))
    gathering = asyncio.gather(fails("z"), sleeps(1))
    log(outcome(gathering))
    await attempt("wait_for", asyncio.wait_for(asyncio.create_task(value("w"), name="w"), 0))
    await attempt("wait_for", asyncio.wait_for(sleeps(2), 1))
    done, pending = await asyncio.wait([asyncio.create_task(value("d"), name="d")])
    log(len(done), len(pending))
    for coroutine in asyncio.as_completed([sleeps(1), value("first")]):
        log("completed", await coroutine)
    log(asyncio.shield(value("shielded")).result())
    async with asyncio.timeout(1):
        await asyncio.create_task(value("t"), name="t")
    loop.call_soon(lambda: log("made by a callback", outcome(asyncio.create_task(value("cb"), name="cb"))))
    await asyncio.sleep(0)
    lazy = asyncio.create_task(value("lazy"), name="lazy", eager_start=False)
    log(outcome(lazy))
    lazy.cancel()
    await attempt("lazy", lazy)


asyncio.run(main())
