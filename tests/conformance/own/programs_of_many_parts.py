"""Retries, groups in limits, races in rounds, failures handed on: as users combine asyncio's parts."""

import asyncio

from caselog import err, log, outcome


class TransientError(Exception):
    pass


calls = 0


async def flaky(failures, delay):
    global calls
    calls += 1
    await asyncio.sleep(delay)
    if calls <= failures:
        raise TransientError(f"try {calls}")
    return f"ok after {calls}"


async def retry(function, attempts, timeout, backoff):
    errors = []
    for attempt in range(attempts):
        try:
            async with asyncio.timeout(timeout) as limit:
                return await function()
        except (TransientError, TimeoutError) as error:
            log("attempt", attempt, err(error), limit.expired())
            error.add_note(f"attempt {attempt}")
            errors.append(error)
        await asyncio.sleep(backoff * 2 ** attempt)
    raise ExceptionGroup("all failed", errors)


async def retries():
    global calls
    calls = 0
    log(await retry(lambda: flaky(2, 0.1), 3, 1, 0.5))
    calls = 0
    try:
        await retry(lambda: flaky(5, 2), 2, 1, 0.5)
    except* TimeoutError as group:
        log(err(group), group.message, [error.__notes__ for error in group.exceptions])
    calls = 0
    try:
        await retry(lambda: flaky(5, 0.1 if calls else 2), 2, 1, 0.5)
    except* TransientError as group:
        log("transient", err(group))
    except* TimeoutError:
        log("timeouts")


async def child(name, delay, fails=False):
    try:
        await asyncio.sleep(delay)
    except asyncio.CancelledError as error:
        log(name, "cancelled", repr(error))
        raise
    if fails:
        raise ValueError(name)
    return name


async def groups():
    try:
        async with asyncio.timeout(1), asyncio.TaskGroup() as group:
            a = group.create_task(child("a", 2), name="a")
            b = group.create_task(child("b", 0.5), name="b")
    except TimeoutError as error:
        log(repr(error), outcome(a), outcome(b))
    try:
        async with asyncio.timeout(1), asyncio.TaskGroup() as group:
            a = group.create_task(child("a", 2), name="a")
            async with asyncio.TaskGroup() as inner:
                b = inner.create_task(child("b", 0.5, True), name="b")
                c = inner.create_task(child("c", 0.7), name="c")
    except* ValueError as group:
        log(repr(group), [outcome(task) for task in (a, b, c)])


async def rounds():
    pending = {asyncio.create_task(child(f"w{i}", delay), name=f"w{i}") for i, delay in enumerate([3, 1, 2, 1])}
    number = 0
    while pending:
        done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
        number += 1
        log("round", number, sorted(task.get_name() for task in done), len(pending))
        if number == 1:
            extra = asyncio.create_task(child("extra", 0.5), name="extra")
            pending.add(extra)
            log(extra in done, extra in pending)
    results = await asyncio.gather(child("x", 1), child("y", 2), child("z", 1))
    for result in results:
        log(result)
    log(results[0], results[-1], len(results), results == ["x", "y", "z"])
    results = await asyncio.gather(child("x", 1), child("y", 1, True), return_exceptions=True)
    log([isinstance(result, Exception) for result in results])


async def handed_on():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    try:
        raise TransientError("handed on")
    except Exception as error:
        future.set_exception(error)
        log(future.exception() is error)
    try:
        await future
    except TransientError as error:
        log(err(error))
    future = loop.create_future()
    loop.call_later(1, future.set_exception, ValueError("later"))
    try:
        await asyncio.wait_for(future, timeout=2)
    except ValueError as error:
        log(err(error))
    try:
        try:
            raise KeyError("inner")
        except KeyError as error:
            raise RuntimeError("outer") from error
    except RuntimeError as error:
        log(repr(error), repr(error.__cause__))
    future = asyncio.Future(loop=loop)
    loop.call_soon(future.set_result, None)
    log(await future)
    task = asyncio.Task(child("direct", 1), name="direct")
    log(task.get_name(), await task)
    failed = ExceptionGroup("by hand", [ValueError("one"), TypeError("two"), KeyError(3)])
    log(repr(failed), failed.exceptions[0].args, failed.exceptions[2].args)


async def locked_twice():
    semaphore, lock = asyncio.Semaphore(2), asyncio.Lock()

    async def work(name):
        async with semaphore, lock:
            log(name, semaphore, lock)
            await asyncio.sleep(1)
            return name

    tasks = [asyncio.create_task(work(name), name=name) for name in "abc"]
    await asyncio.sleep(0.5)
    tasks[1].cancel()
    log(await asyncio.gather(*tasks, return_exceptions=True), semaphore, lock)


async def main():
    await retries()
    await groups()
    await rounds()
    await handed_on()
    await locked_twice()


asyncio.run(main())
