"""join() by several, cancelled and late; shutdown() of a full, an empty and a joined queue, before and after the end."""

import asyncio

from caselog import err, log, outcome


async def attempt(name, awaitable):
    try:
        log(name, await awaitable)
    except BaseException as exc:
        log(name, err(exc), repr(exc))


def tried(function, *args):
    try:
        log(function.__name__, function(*args))
    except Exception as exc:
        log(function.__name__, repr(exc))


async def worker(queue, name):
    while True:
        item = await queue.get()
        await asyncio.sleep(item)
        log(name, 'did', item)
        queue.task_done()


async def joined():
    queue = asyncio.Queue()
    await attempt('join of an empty queue', queue.join())
    tried(queue.task_done)
    for item in 1, 2, 0:
        queue.put_nowait(item)
    joins = [asyncio.create_task(queue.join(), name=name) for name in 'jkl']
    workers = [asyncio.create_task(worker(queue, name), name=name) for name in 'vw']
    await asyncio.sleep(1)
    joins[1].cancel('no time')
    await asyncio.sleep(1)
    log([outcome(task) for task in joins], queue)
    late = asyncio.create_task(queue.join(), name='late')
    queue.put_nowait(1)
    await late
    log('all done', queue)
    for task in workers:
        task.cancel()
    log(await asyncio.gather(*workers, return_exceptions=True))


async def shut(queue, immediate):
    getters = [asyncio.create_task(queue.get(), name=name) for name in ('g1', 'g2') if queue.empty()]
    putters = [asyncio.create_task(queue.put(name), name=name) for name in ('p1', 'p2') if queue.full()]
    joiner = asyncio.create_task(queue.join(), name='joiner')
    await asyncio.sleep(0)
    queue.shutdown(immediate)
    log(queue, queue.qsize(), queue.full(), queue.empty())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    log([outcome(task) for task in getters + putters], joiner.done())
    tried(queue.put_nowait, 9)
    await attempt('put', queue.put(9))
    tried(queue.get_nowait)
    await attempt('get', queue.get())
    tried(queue.task_done)
    tried(queue.task_done)
    queue.shutdown(immediate)
    await attempt('joiner', asyncio.wait_for(joiner, 1))


async def main():
    await joined()
    for immediate in False, True:
        empty = asyncio.Queue()
        log('empty', immediate)
        await shut(empty, immediate)
        full = asyncio.Queue(2)
        full.put_nowait('a')
        full.put_nowait('b')
        log('full', immediate)
        await shut(full, immediate)
        half = asyncio.Queue(2)
        half.put_nowait('c')
        log('half', immediate)
        await shut(half, immediate)
    queue = asyncio.PriorityQueue(3)
    for item in (2, 'b'), (1, 'z'), (2, 'a'):
        queue.put_nowait(item)
    tried(queue.put_nowait, (0, 'full'))
    putter = asyncio.create_task(queue.put((0, 'first')), name='putter')
    await asyncio.sleep(0)
    log([queue.get_nowait(), queue.get_nowait()], queue)
    await putter
    queue.shutdown()
    log([await queue.get(), await queue.get()])
    tried(queue.get_nowait)


asyncio.run(main())
