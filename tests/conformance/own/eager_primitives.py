"""Eager tasks with each primitive: what does not have to wait is done inside of create_task()."""

import asyncio

from caselog import err, log, outcome


async def holds(name, lock, seconds):
    async with lock:
        log(name, 'has it')
        await asyncio.sleep(seconds)
    log(name, 'gave it back')


async def gets(name, queue):
    item = await queue.get()
    log(name, 'got', item)
    queue.task_done()
    return item


async def waits(name, condition):
    async with condition:
        log(name, 'waits')
        log(name, await condition.wait())


async def meets(name, barrier):
    index = await barrier.wait()
    log(name, 'is', index)
    return index


async def fails(name):
    log(name, 'fails')
    raise ValueError(name)


async def main():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(asyncio.eager_task_factory)
    lock = asyncio.Lock()
    tasks = [asyncio.create_task(holds(name, lock, 1), name=name) for name in 'ABC']
    log(lock.locked(), [task.done() for task in tasks])
    await asyncio.gather(*tasks)

    semaphore = asyncio.Semaphore(2)
    tasks = [asyncio.create_task(holds(name, semaphore, 1), name=name) for name in ('s1', 's2', 's3')]
    tasks[2].cancel('not you')
    log(await asyncio.gather(*tasks, return_exceptions=True))

    queue = asyncio.Queue(1)
    first = asyncio.create_task(gets('first', queue), name='first')
    put = asyncio.create_task(queue.put('one'), name='put one')
    log(first.done(), put.done(), queue.qsize())
    more = asyncio.create_task(queue.put('two'), name='put two')
    log(more.done(), queue.full())
    second = asyncio.create_task(gets('second', queue), name='second')
    log(await first, await second, put.result(), more.done())
    await asyncio.create_task(queue.join(), name='join')

    condition = asyncio.Condition()
    tasks = [asyncio.create_task(waits(name, condition), name=name) for name in ('c1', 'c2')]
    async with condition:
        condition.notify_all()
        third = asyncio.create_task(waits('c3', condition), name='c3')
    await asyncio.wait(tasks)
    log(outcome(third))
    third.cancel()
    await asyncio.wait([third])
    log(outcome(third), condition.locked())

    barrier = asyncio.Barrier(2)
    b1 = asyncio.create_task(meets('b1', barrier), name='b1')
    b2 = asyncio.create_task(meets('b2', barrier), name='b2')
    log(b1.done(), b2.done(), barrier.n_waiting)
    await b1
    log(outcome(b1), outcome(b2))

    event = asyncio.Event()
    waiting = asyncio.create_task(event.wait(), name='event')
    event.set()
    log(waiting.done(), await event.wait(), await waiting)
    log(asyncio.create_task(event.wait(), name='set already').done())

    try:
        async with asyncio.TaskGroup() as group:
            slow = group.create_task(asyncio.sleep(10), name='slow')
            failed = group.create_task(fails('at once'), name='failed')
            log(failed.done(), slow.cancelling(), asyncio.current_task().cancelling())
            try:
                group.create_task(fails('never'), name='never')
            except RuntimeError as exc:
                log(err(exc)[:30])
            await asyncio.sleep(5)
            log('not reached')
    except* ValueError as exc:
        log(err(exc), slow.cancelled(), asyncio.current_task().cancelling())

    try:
        async with asyncio.timeout(1):
            log(await asyncio.create_task(holds('in time', lock, 0.5), name='in time'))
            await asyncio.create_task(holds('late', lock, 5), name='late')
    except TimeoutError as exc:
        log(repr(exc), lock.locked())

    log(await asyncio.gather(fails('g1'), asyncio.sleep(1, 'slept'), queue.put("3"), return_exceptions=True))
    done, pending = await asyncio.wait([asyncio.ensure_future(gets('ensured', queue)), asyncio.create_task(fails('w'))])
    log(sorted(outcome(task) for task in done), len(pending))
    try:
        await asyncio.wait_for(fails('limited'), 1)
    except ValueError as exc:
        log(err(exc))
    inner = asyncio.shield(gets('shielded', queue))
    queue.put_nowait('for the shield')
    log(inner.done(), await inner)
    for next_one in asyncio.as_completed([asyncio.sleep(2, 'two'), asyncio.sleep(1, 'one'), gets('item', queue)]):
        try:
            queue.put_nowait('x')
        except asyncio.QueueFull as exc:
            log(repr(exc))
        log(await next_one)


asyncio.run(main())
