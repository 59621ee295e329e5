"""What tasks and futures say and refuse: results too early, of the cancelled, settled twice, the current task."""

import asyncio

from caselog import err, log


def attempt(what, function, *arguments):
    try:
        log(what, function(*arguments))
    except BaseException as exc:
        log(what, err(exc))


async def work(how):
    await asyncio.sleep(1)
    if how == "fails":
        raise ValueError(how)
    if how == "stops":
        raise StopIteration(how)
    if how == "ends":
        raise StopAsyncIteration(how)
    return how


def names(tasks):
    return sorted(task.get_name() for task in tasks)


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    attempt("pending", future.result)
    attempt("pending", future.exception)
    future.set_result(1)
    attempt("again", future.set_result, 2)
    attempt("again", future.set_exception, ValueError())
    attempt("result", future.result)
    attempt("exception", future.exception)
    attempt("cancel", future.cancel)
    future = loop.create_future()
    attempt("StopIteration", future.set_exception, StopIteration())
    attempt("result", future.result)
    future = loop.create_future()
    log(future.cancel("message"), future.done(), future.cancelled())
    attempt("result", future.result)
    attempt("exception", future.exception)
    attempt("set", future.set_result, 3)
    for how in "returns", "fails", "stops", "ends":
        task = asyncio.create_task(work(how), name=how)
        attempt(how, task.result)
        attempt(how, task.exception)
        await asyncio.wait([task])
        attempt(how, task.result)
        attempt(how, task.exception)
        log(task.done(), task.cancelled(), task.cancel())
    task = asyncio.create_task(work("cancelled"), name="cancelled")
    await asyncio.sleep(0)
    task.cancel("why")
    await asyncio.wait([task])
    attempt("first", task.result)
    attempt("second", task.exception)
    log(asyncio.current_task().get_name(), asyncio.current_task(loop) is asyncio.current_task())
    loop.call_soon(lambda: log("in a callback", asyncio.current_task()))
    await asyncio.sleep(0)
    tasks = [asyncio.create_task(work(str(i)), name=str(i)) for i in range(3)]
    log(names(asyncio.all_tasks()))
    tasks[1].cancel()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    log(names(asyncio.all_tasks()), names(asyncio.all_tasks(loop)))
    await asyncio.wait(tasks)
    log(names(asyncio.all_tasks()), asyncio.ensure_future(tasks[0]) is tasks[0])
    log(asyncio.isfuture(tasks[0]), asyncio.isfuture(loop.create_future()), asyncio.isfuture(3))


asyncio.run(main())
