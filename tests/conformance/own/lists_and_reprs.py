"""Lists of futures as arguments, and how what asyncio's functions give is printed and compared."""
import asyncio
import collections
import contextvars
from caselog import err, log

var = contextvars.ContextVar("var", default=0)
words = contextvars.ContextVar("words")


async def work(number, delay):
    await asyncio.sleep(delay)
    return number


async def lists():
    tasks = [asyncio.create_task(work(i, 3 - i)) for i in range(3)]
    for each in asyncio.as_completed([tasks[0], tasks[1]]):
        log(await each)
    for each in asyncio.as_completed([tasks[0], tasks[2]], timeout=5):
        log(await each)
    for each in asyncio.as_completed([work(3, 2), work(4, 1)], timeout=1.5):
        try:
            log(await each)
        except TimeoutError as error:
            log(err(error))
    try:
        asyncio.as_completed(tasks[0])
    except TypeError as error:
        log(err(error))
    try:
        asyncio.as_completed(tasks[0], timeout=1)
    except TypeError as error:
        log(err(error))
    try:
        coroutine = work(5, 1)
        asyncio.as_completed(coroutine, timeout=1)
    except TypeError as error:
        log(err(error))
        coroutine.close()
    queue = collections.deque(asyncio.create_task(work(i, i)) for i in (2, 1))
    for each in asyncio.as_completed(queue):
        log(await each)
    log(await asyncio.gather(*queue))
    done, pending = await asyncio.wait(queue)
    log(len(done), len(pending))
    a = asyncio.create_task(work("a", 1), name="a")
    b = asyncio.create_task(work("b", 2), name="b")
    done, pending = await asyncio.wait([a, b], return_when=asyncio.FIRST_COMPLETED)
    for task in done:
        log("done", task.get_name(), task.result(), task == a)
    for task in pending:
        log("pending", task.get_name(), task.cancel(), task == b)
    done, pending = await asyncio.wait([a, b])
    log([task.cancelled() for task in (a, b)], len(pending))
    for mode in asyncio.FIRST_COMPLETED, asyncio.FIRST_EXCEPTION, asyncio.ALL_COMPLETED:
        done, pending = await asyncio.wait([a], timeout=1, return_when=mode)
        log(len(done), mode, [mode])


async def coroutines():
    coroutine = work(1, 1)
    log(coroutine, [coroutine])
    coroutine.close()
    try:
        await coroutine
    except RuntimeError as error:
        log(err(error))
    pause = asyncio.sleep(1)
    log(pause)
    pause.close()
    try:
        await pause
    except RuntimeError as error:
        log(err(error))


async def contexts():
    empty = contextvars.copy_context()
    also_empty = contextvars.copy_context()
    log(empty, empty == also_empty, empty is also_empty, empty != also_empty)
    first = var.set(1)
    log(first.old_value, first.old_value is contextvars.Token.MISSING, contextvars.Token.MISSING)
    second = var.set(2)
    log(second.old_value, second.old_value is contextvars.Token.MISSING, second.old_value == 1)
    two = contextvars.copy_context()
    log(two == empty)
    word = words.set(["a", "b"])
    log(word.old_value)
    more = contextvars.copy_context()
    log(more == two, more == more.copy())
    words.set(["a", "b"])
    log(contextvars.copy_context() == more)
    words.set(["a"])
    log(contextvars.copy_context() == more)
    words.reset(word)
    log(contextvars.copy_context() == two)
    var.reset(second)
    var.reset(first)
    log(contextvars.copy_context() == empty)


async def factories():
    loop = asyncio.get_running_loop()
    task = asyncio.eager_task_factory(loop, work(7, 0))
    log(task.done())
    log(await task)
    task = asyncio.eager_task_factory(loop, work(8, 1), name="eager")
    log(task.get_name(), task.done())
    log(await task)
    task = asyncio.eager_task_factory(loop, work(9, 0), eager_start=False)
    log(task.done())
    log(await task)
    loop.set_task_factory(asyncio.eager_task_factory)
    log(loop.get_task_factory() is asyncio.eager_task_factory)
    loop.set_task_factory(None)
    log(loop.get_task_factory() is asyncio.eager_task_factory)


async def handlers():
    loop = asyncio.get_running_loop()
    def handler(loop, context):
        log(context["message"], context["detail"], context.get("more"), repr(context.get("why")))
    loop.set_exception_handler(handler)
    loop.call_exception_handler({"message": "odd", "detail": 5, "more": [1, 2], "why": "so"})


async def main():
    await lists()
    await coroutines()
    await contexts()
    await factories()
    await handlers()


asyncio.run(main())
