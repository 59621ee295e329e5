"""Arguments that are mostly given by keyword, what a handler's context gives by key, and sets of tasks."""

import asyncio
import concurrent.futures
import threading

from caselog import err, log, outcome


class Job:
    def __init__(self, number):
        self.number = number

    def __repr__(self):
        return f"Job({self.number})"


async def work(name, error=None):
    await asyncio.sleep(0)
    if error:
        raise error
    return name


def handler(loop, context):
    log(context["message"], repr(context.get("exception")), context.get("detail"), context.get("nothing", "none"))
    try:
        log(context["nothing"])
    except KeyError as exc:
        log(err(exc))


async def handlers():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(handler)
    loop.call_exception_handler({"message": "by hand", "exception": ValueError("odd", 3)})
    try:
        raise KeyError("caught")
    except KeyError as exc:
        loop.call_exception_handler({"message": "caught", "exception": exc, "detail": 5})


async def queues():
    for queue in asyncio.Queue(maxsize=1), asyncio.LifoQueue(maxsize=2), asyncio.PriorityQueue(maxsize=3):
        queue.put_nowait(4)
        print(queue)
        queue.shutdown(immediate=True)
        print(queue)


async def groups():
    tasks = [asyncio.create_task(work(n), name=n) for n in ("A", "B", "C")]
    tasks[0].cancel(msg="why")
    log(await asyncio.gather(*tasks, return_exceptions=True))
    log(await asyncio.gather(work("D"), return_exceptions=True))
    log(await asyncio.gather(work("E"), work("F", OSError("f")), return_exceptions=True))
    log(await asyncio.gather(work("G"), work("H"), work("I", ValueError()), return_exceptions=True))
    late = asyncio.create_task(work("late"), name="late")
    log(sorted(t.get_name() for t in asyncio.all_tasks() - {asyncio.current_task()}), late in asyncio.all_tasks())
    done, pending = await asyncio.wait([late, tasks[1]], return_when=asyncio.FIRST_COMPLETED)
    log(len(done | pending), len(done & pending), len(done - pending), late in pending)
    try:
        done.remove(late)
    except KeyError as exc:
        log(type(exc).__name__)
    await late
    group = ExceptionGroup("some", [ValueError("a"), ExceptionGroup("inner", [KeyError("k")])])
    log(group.args)
    mixed = BaseExceptionGroup("mixed", [KeyboardInterrupt()])
    log(repr(mixed), mixed.args)


async def lines():
    reader = asyncio.StreamReader(limit=4)
    reader.feed_data(b"much too long\n")
    try:
        await reader.readline()
    except ValueError as exc:
        log(err(exc))


def in_thread(loop, event):
    future = asyncio.run_coroutine_threadsafe(asyncio.sleep(5), loop)
    try:
        future.result(timeout=1)
    except TimeoutError as exc:
        future.cancel()
        return repr(exc), event.wait(timeout=0.5)


async def threads():
    with concurrent.futures.ThreadPoolExecutor(max_workers=1) as pool:
        loop = asyncio.get_running_loop()
        log(await loop.run_in_executor(pool, in_thread, loop, threading.Event()))


async def waits_for_jobs():
    jobs = []
    condition = asyncio.Condition()

    async def take():
        async with condition:
            log(await condition.wait_for(lambda: jobs))
            log(jobs.pop())

    task = asyncio.create_task(take(), name="taker")
    await asyncio.sleep(1)
    async with condition:
        condition.notify()
    await asyncio.sleep(1)
    async with condition:
        jobs.append(Job(1))
        condition.notify()
    await task
    log(jobs, outcome(task))


async def main():
    await handlers()
    await queues()
    await groups()
    await lines()
    await threads()
    await waits_for_jobs()


asyncio.run(main())
