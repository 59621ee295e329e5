"""Barrier, Condition and Semaphore: cancelled in each phase, within timeouts and in groups."""

import asyncio

from caselog import err, log, outcome


async def attempt(what, awaitable):
    try:
        log(what, await awaitable)
    except BaseException as exc:
        log(what, err(exc))


async def barrier_wait_cancelled_while_draining():
    barrier = asyncio.Barrier(2)
    async def party(name):
        try:
            log(name, await barrier.wait(), barrier)
        except BaseException as exc:
            log(name, err(exc), barrier)
    tasks = [asyncio.create_task(party(name), name=name) for name in "abcd"]
    await asyncio.sleep(0)
    log(barrier)
    tasks[0].cancel("draining")
    await asyncio.sleep(0)
    log(barrier, [outcome(task) for task in tasks])
    await asyncio.sleep(1)
    log(barrier, [outcome(task) for task in tasks])
    tasks[2].cancel()
    tasks[3].cancel()
    await asyncio.sleep(1)
    log(barrier)


async def barrier_of_one():
    barrier = asyncio.Barrier(1)
    log(await barrier.wait(), await barrier.wait())
    await barrier.abort()
    await attempt("one", barrier.wait())
    await barrier.abort()
    await barrier.reset()
    async with barrier as index:
        log("inside", index, barrier.n_waiting, barrier)
    try:
        async with barrier:
            raise KeyError("body")
    except KeyError as exc:
        log(err(exc), barrier)


async def barrier_reset_twice():
    barrier = asyncio.Barrier(3)
    async def party(name):
        try:
            log(name, await barrier.wait())
        except asyncio.BrokenBarrierError as exc:
            log(name, err(exc), barrier)
    tasks = [asyncio.create_task(party(name), name=name) for name in "ab"]
    await asyncio.sleep(1)
    tasks.append(asyncio.create_task(barrier.reset(), name="r1"))
    tasks.append(asyncio.create_task(barrier.reset(), name="r2"))
    tasks.append(asyncio.create_task(party("c"), name="c"))
    tasks.append(asyncio.create_task(barrier.abort(), name="abort"))
    tasks.append(asyncio.create_task(party("d"), name="d"))
    await asyncio.wait(tasks)
    log(barrier)
    tasks = [asyncio.create_task(barrier.reset(), name="r3")]
    tasks += [asyncio.create_task(party(name), name=name) for name in "efg"]
    await asyncio.wait(tasks)
    log(barrier)


async def barrier_in_group():
    barrier = asyncio.Barrier(3)
    async def party(fails):
        index = await barrier.wait()
        if fails:
            raise ValueError(index)
        await barrier.wait()
    try:
        async with asyncio.TaskGroup() as group:
            for name in "abc":
                group.create_task(party(name == "b"), name=name)
    except ExceptionGroup as exc:
        log(err(exc), barrier, barrier.n_waiting)
    try:
        async with asyncio.timeout(1):
            await barrier.wait()
    except TimeoutError:
        log("alone", barrier)


async def condition_wait_for():
    condition = asyncio.Condition()
    state = []
    async def waiter(name, n):
        async with condition:
            log(name, await condition.wait_for(lambda: len(state) >= n and len(state)))
        log(name, "left", condition)
    tasks = [asyncio.create_task(waiter(f"w{n}", n), name=f"w{n}") for n in (1, 2, 3)]
    await asyncio.sleep(0)
    for i in range(3):
        async with condition:
            state.append(i)
            condition.notify(1)
        await asyncio.sleep(0)
        log("after", i, condition)
    tasks[0].cancel("too late?")
    await asyncio.sleep(0)
    log([outcome(task) for task in tasks])
    async with condition:
        condition.notify_all()
    await asyncio.wait(tasks)
    async def fails():
        async with condition:
            await condition.wait_for(lambda: 1 / 0 if state else False)
    try:
        await fails()
    except ZeroDivisionError as exc:
        log(err(exc), condition)
    await attempt("no lock", condition.wait_for(lambda: False))
    await attempt("no lock, true", condition.wait_for(lambda: True))
    try:
        condition.notify()
    except RuntimeError as exc:
        log(err(exc))
    try:
        condition.release()
    except RuntimeError as exc:
        log(err(exc))


async def condition_cancelled_twice():
    condition = asyncio.Condition()
    async def waiter():
        async with condition:
            try:
                await condition.wait()
            except asyncio.CancelledError as exc:
                log("waiter", err(exc), condition.locked(), asyncio.current_task().cancelling())
                raise
    task = asyncio.create_task(waiter(), name="waiter")
    await asyncio.sleep(0)
    async with condition:
        task.cancel("one")
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        log(condition, outcome(task))
        task.cancel("two")
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        log(condition, outcome(task))
    await attempt("waiter", task)


async def conditions_share_a_lock():
    lock = asyncio.Lock()
    a, b = asyncio.Condition(lock), asyncio.Condition(lock)
    async def player(mine, other, name):
        async with lock:
            for n in range(2):
                other.notify()
                await mine.wait()
                log(name, n)
            other.notify()
    async with asyncio.timeout(1):
        await asyncio.gather(player(a, b, "ping"), player(b, a, "pong"))


async def semaphore_fairness():
    semaphore = asyncio.Semaphore(2)
    async def worker(name, delay):
        async with semaphore:
            log(name, "in", semaphore)
            await asyncio.sleep(delay)
    tasks = [asyncio.create_task(worker(name, n), name=name) for n, name in enumerate("abcdef")]
    await asyncio.sleep(0)
    log(semaphore, semaphore.locked())
    tasks[3].cancel()
    semaphore.release()
    log(semaphore, semaphore.locked())
    await attempt("me", semaphore.acquire())
    tasks[4].cancel()
    await asyncio.sleep(0)
    semaphore.release()
    semaphore.release()
    await attempt("me again", asyncio.wait_for(semaphore.acquire(), 0))
    await attempt("me at last", asyncio.wait_for(semaphore.acquire(), 1))
    log([outcome(task) for task in tasks], semaphore)
    await asyncio.wait(tasks)
    log(semaphore)


async def semaphore_of_none():
    semaphore = asyncio.Semaphore(0)
    task = asyncio.create_task(semaphore.acquire(), name="t")
    other = asyncio.create_task(semaphore.acquire(), name="u")
    await asyncio.sleep(0)
    semaphore.release()
    task.cancel("after the release")
    await attempt("t", task)
    log(outcome(other), semaphore)
    await attempt("u", other)
    bounded = asyncio.BoundedSemaphore(1)
    await bounded.acquire()
    bounded.release()
    try:
        bounded.release()
    except ValueError as exc:
        log(err(exc), bounded)
    try:
        asyncio.BoundedSemaphore(-1)
    except ValueError as exc:
        log(err(exc))


async def event_and_lock():
    event = asyncio.Event()
    waiters = [asyncio.create_task(event.wait(), name=f"e{n}") for n in range(3)]
    await asyncio.sleep(0)
    log(event)
    event.set()
    event.clear()
    waiters[1].cancel()
    log(event)
    await asyncio.wait(waiters)
    log([outcome(task) for task in waiters], event)
    lock = asyncio.Lock()
    try:
        lock.release()
    except RuntimeError as exc:
        log(err(exc))
    async with lock:
        a = asyncio.create_task(lock.acquire(), name="a")
        b = asyncio.create_task(lock.acquire(), name="b")
        await asyncio.sleep(0)
        log(lock)
    a.cancel()
    log(lock)
    await asyncio.sleep(0)
    log(lock, outcome(a), outcome(b))
    await asyncio.sleep(0)
    log(lock, outcome(a), outcome(b))


async def main():
    for function in (barrier_wait_cancelled_while_draining, barrier_of_one, barrier_reset_twice, barrier_in_group,
                     condition_wait_for, condition_cancelled_twice, conditions_share_a_lock, semaphore_fairness,
                     semaphore_of_none, event_and_lock):
        log(function.__name__)
        await function()


asyncio.run(main())
