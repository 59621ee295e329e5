"""Condition: without its lock, two on one lock, predicates that raise, notify(n), cancelled again and again."""

import asyncio

from caselog import err, log, outcome


def refused(function, *arguments):
    try:
        function(*arguments)
    except RuntimeError as exc:
        log(err(exc))


async def attempt(what, coroutine):
    try:
        log(what, "gave", await coroutine)
    except Exception as exc:
        log(what, err(exc))


async def misuse():
    condition = asyncio.Condition()
    refused(condition.notify)
    refused(condition.notify_all)
    refused(condition.release)
    await attempt("wait", condition.wait())
    await attempt("wait_for", condition.wait_for(lambda: False))
    await attempt("wait_for true", condition.wait_for(lambda: True))
    log(condition)


async def waits(condition, name):
    async with condition:
        try:
            await condition.wait()
            log(name, "notified", condition)
        except asyncio.CancelledError as exc:
            log(name, err(exc), condition.locked())
            raise
    return name


async def notified_by_number():
    condition = asyncio.Condition()
    tasks = [asyncio.create_task(waits(condition, f"W{i}"), name=f"W{i}") for i in range(5)]
    await asyncio.sleep(0)
    log(condition)
    async with condition:
        condition.notify(0)
        condition.notify(2)
        tasks[1].cancel("notified already")
        tasks[3].cancel("not notified")
    await asyncio.sleep(1)
    log([outcome(task) for task in tasks], condition)
    async with condition:
        condition.notify_all()
        condition.notify_all()
    await asyncio.wait(tasks)
    log([outcome(task) for task in tasks])


async def cancelled_again():
    condition = asyncio.Condition()
    task = asyncio.create_task(waits(condition, "A"), name="A")
    await asyncio.sleep(0)
    async with condition:
        task.cancel("one")
        await asyncio.sleep(1)
        task.cancel("two")
        await asyncio.sleep(1)
        task.cancel("three")
        condition.notify()
    await asyncio.wait([task])
    log(outcome(task), task.cancelling(), condition)


async def two_on_one_lock():
    lock = asyncio.Lock()
    full, empty = asyncio.Condition(lock), asyncio.Condition(lock)
    items = []

    async def produce():
        for i in range(3):
            async with full:
                await full.wait_for(lambda: not items)
                items.append(i)
                empty.notify()

    async def consume():
        for _ in range(3):
            async with empty:
                await empty.wait_for(lambda: items)
                log("item", items.pop(), lock)
                full.notify()

    await asyncio.gather(consume(), produce())
    log(lock, full, empty)


async def predicate_raises():
    condition = asyncio.Condition()
    count = 0

    def predicate():
        nonlocal count
        count += 1
        if count == 3:
            raise ValueError("third")
        return False

    async def body():
        async with condition:
            await condition.wait_for(predicate)

    task = asyncio.create_task(attempt("predicate", body()), name="P")
    for _ in range(2):
        await asyncio.sleep(1)
        async with condition:
            condition.notify()
    await task
    log(condition)


async def time_is_up():
    condition = asyncio.Condition()

    async def limited():
        async with condition:
            await asyncio.wait_for(condition.wait(), 1)

    async def holds():
        await asyncio.sleep(0.5)
        async with condition:
            await asyncio.sleep(2)

    holder = asyncio.create_task(holds(), name="holder")
    await attempt("limited", limited())
    await holder


async def main():
    await misuse()
    await notified_by_number()
    await cancelled_again()
    await two_on_one_lock()
    await predicate_raises()
    await time_is_up()


asyncio.run(main())
