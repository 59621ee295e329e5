"""Condition.wait_for(): cancelled while it waits and while it wants its lock back, once and again; a predicate that raises."""

import asyncio

from caselog import err, log


async def consumer(condition, state, name, wanted):
    try:
        async with condition:
            got = await condition.wait_for(lambda: state['items'] >= wanted and state['items'])
            state['items'] -= wanted
            log(name, 'took', wanted, 'of', got, 'leaves', state['items'])
            await asyncio.sleep(0)
    except BaseException as exc:
        log(name, err(exc), condition.locked())
        raise


async def producer(condition, state, count, everybody):
    async with condition:
        state['items'] += count
        if everybody:
            condition.notify_all()
        else:
            condition.notify()
        log('produced', count, condition)


def start(condition, state, name, wanted):
    return asyncio.create_task(consumer(condition, state, name, wanted), name=name)


async def main():
    condition, state = asyncio.Condition(), {'items': 0}
    for turns in range(5):
        log('turn', turns)
        tasks = [start(condition, state, name, wanted) for name, wanted in zip('abc', (1, 2, 1))]
        await asyncio.sleep(1)
        await producer(condition, state, 2, True)
        for _ in range(turns):
            await asyncio.sleep(0)
        tasks[0].cancel('first')
        tasks[1].cancel('second')
        await asyncio.sleep(0)
        tasks[1].cancel('again')
        await asyncio.sleep(1)
        await producer(condition, state, 4, False)
        await asyncio.sleep(1)
        for task in tasks:
            task.cancel('end')
        log(await asyncio.gather(*tasks, return_exceptions=True), state)
        state['items'] = 0
    log('while it wants its lock back')
    task = start(condition, state, 'r', 1)
    await asyncio.sleep(1)
    await condition.acquire()
    state['items'] = 1
    condition.notify()
    await asyncio.sleep(1)
    log(task.cancel('one'), condition.locked())
    await asyncio.sleep(1)
    log(task.cancel('two'), task.cancelling(), task.done())
    await asyncio.sleep(1)
    condition.release()
    await asyncio.wait([task])
    log(task.cancelled(), condition.locked(), condition)

    def broken():
        raise ValueError('no predicate')

    try:
        async with condition:
            await condition.wait_for(broken)
    except ValueError as exc:
        log(err(exc), condition.locked())
    for function in condition.notify, condition.notify_all, condition.release:
        try:
            function()
        except RuntimeError as exc:
            log(err(exc))
    try:
        await condition.wait()
    except RuntimeError as exc:
        log(err(exc))
    async with condition:
        log(await condition.wait_for(lambda: 'at once'))
        try:
            await asyncio.wait_for(condition.wait(), 1)
        except TimeoutError as exc:
            log(err(exc), condition.locked())


asyncio.run(main())
