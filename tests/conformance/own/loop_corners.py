"""The loop's handlers and factories: odd exceptions in callbacks, handlers that raise or schedule, factories that name, count and fail."""

import asyncio
import gc

from caselog import err, log, outcome


class Odd(BaseException):
    pass


class Quiet(Exception):
    def __str__(self):
        return "quiet"


def handler(loop, context):
    exception = context.get("exception")
    log("handler", context["message"].split("(")[0].replace("odd_exceptions_in_callbacks.<locals>.", "").split(" <")[0], sorted(context), err(exception) if exception else None)


def raises(exc):
    raise exc


async def fails(exc, delay=0):
    await asyncio.sleep(delay)
    raise exc


async def odd_exceptions_in_callbacks():
    loop = asyncio.get_running_loop()
    for exc in (Odd("odd"), Quiet(1), asyncio.CancelledError("mine"), GeneratorExit(), StopIteration(3), KeyError("key")):
        loop.call_soon(raises, exc)
    loop.call_later(1, raises, Odd())
    future = loop.create_future()
    future.add_done_callback(lambda future: raises(Quiet()))
    future.add_done_callback(lambda future: log("the next one runs", future.result()))
    future.set_result(5)
    await asyncio.sleep(2)


async def odd_exceptions_in_tasks():
    for exc in (Odd("odd"), Quiet(1), GeneratorExit("exit"), StopIteration("stop"), StopAsyncIteration("async")):
        task = asyncio.create_task(fails(exc), name="odd")
        await asyncio.wait([task])
        log(outcome(task))
    try:
        await asyncio.gather(fails(Odd("one")), fails(Odd("two")))
    except Odd as exc:
        log(err(exc))
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fails(Odd("in group")), name="odd")
            group.create_task(fails(ValueError("other")), name="other")
    except BaseExceptionGroup as exc:
        log(err(exc), exc)


async def handlers_that_do_things():
    loop = asyncio.get_running_loop()
    seen = []
    def first(loop, context):
        seen.append("first")
        loop.set_exception_handler(second)
        loop.call_soon(raises, ValueError("from the handler"))
    def second(loop, context):
        seen.append(err(context["exception"]))
        asyncio.current_task() and seen.append(asyncio.current_task().get_name())
        loop.set_exception_handler(handler)
    loop.set_exception_handler(first)
    loop.call_soon(raises, KeyError("start"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    log(seen, loop.get_exception_handler() is handler)
    loop.call_exception_handler({"message": "by hand", "exception": Quiet(), "detail": 5})
    loop.call_exception_handler({"message": "nothing else"})


async def never_retrieved():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    future.set_exception(Quiet())
    del future
    task = asyncio.create_task(fails(Odd("lost")), name="lost")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del task
    task = asyncio.create_task(fails(Odd("seen")), name="seen")
    await asyncio.sleep(1)
    log(err(task.exception()))
    del task
    gathering = asyncio.gather(fails(Quiet()), fails(Quiet()))
    await asyncio.sleep(1)
    log(gathering.done())
    del gathering
    gc.collect()


async def factories():
    loop = asyncio.get_running_loop()
    made = []
    def factory(loop, coro, **options):
        made.append((coro.__name__, sorted(options)))
        if coro.__name__ == "refused":
            coro.close()
            raise RuntimeError("refused")
        return asyncio.Task(coro, loop=loop, **options)
    async def work(n=0):
        await asyncio.sleep(n)
        return n
    async def refused():
        pass
    loop.set_task_factory(factory)
    log(loop.get_task_factory() is factory)
    await asyncio.create_task(work(), name="named")
    await asyncio.gather(work(1), work(2))
    await asyncio.wait_for(work(1), 2)
    try:
        await asyncio.wait_for(work(1), 0)
    except TimeoutError:
        pass
    await asyncio.shield(work())
    async with asyncio.TaskGroup() as group:
        group.create_task(work(1))
        group.create_task(work(1), name="in group")
    for call in asyncio.as_completed([work(), work()]):
        await call
    try:
        asyncio.create_task(refused())
    except RuntimeError as exc:
        log(err(exc))
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(work(5), name="sibling")
            group.create_task(refused())
    except ExceptionGroup as exc:
        log(err(exc))
    loop.set_task_factory(None)
    log(loop.get_task_factory())
    for each in made:
        log(*each)


async def main():
    loop = asyncio.get_running_loop()
    log(loop.get_exception_handler(), loop.get_task_factory(), loop.is_running(), loop.is_closed())
    loop.set_exception_handler(handler)
    for function in odd_exceptions_in_callbacks, odd_exceptions_in_tasks, handlers_that_do_things, never_retrieved, factories:
        log(function.__name__)
        await function()


asyncio.run(main())
