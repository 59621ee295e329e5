"""Queues, locks, conditions and barriers: what they give back, print and refuse, with values that are no text."""

import asyncio

from caselog import err, log, outcome


class Job:
    def __init__(self, priority, name):
        self.priority, self.name = priority, name

    def __lt__(self, other):
        return self.priority < other.priority

    def __repr__(self):
        return f'Job({self.priority}, {self.name!r})'


async def attempt(what, awaitable):
    try:
        log(what, 'gave', await awaitable)
    except BaseException as exc:
        log(what, err(exc))


async def consumer(name, queue):
    while True:
        try:
            item = await queue.get()
        except asyncio.QueueShutDown as exc:
            log(name, 'ends', repr(exc), queue.qsize())
            return
        log(name, item)
        await asyncio.sleep(1)
        queue.task_done()


async def main():
    jobs = asyncio.PriorityQueue()
    for job in Job(3, 'c'), Job(1, 'a'), Job(2, 'b'), Job(1, 'a2'):
        jobs.put_nowait(job)
    log(jobs.qsize(), jobs.get_nowait(), jobs.empty(), jobs.full())
    pairs = asyncio.PriorityQueue(2)
    await pairs.put((2, 'two'))
    await pairs.put((1, 'one'))
    putter = asyncio.create_task(pairs.put((0, 'zero')), name='putter')
    await asyncio.sleep(0)
    log(pairs.full(), await pairs.get(), putter.done(), await pairs.get(), await pairs.get(), putter.done())
    stack = asyncio.LifoQueue()
    for item in [1], [2, 3], []:
        await stack.put(item)
    log(await stack.get(), stack.get_nowait(), stack.maxsize)

    queue = asyncio.Queue(maxsize=2)
    consumers = [asyncio.create_task(consumer(name, queue), name=name) for name in ('c1', 'c2')]
    producer = asyncio.gather(*(queue.put(i) for i in range(6)))
    joined = asyncio.create_task(queue.join(), name='join')
    await producer
    log('all put', queue)
    await joined
    log('all done')
    queue.put_nowait(98)
    queue.put_nowait(99)
    queue.shutdown()
    await attempt('put', queue.put(7))
    await asyncio.gather(*consumers)
    await attempt('get', queue.get())
    await attempt('join', queue.join())
    try:
        queue.task_done()
    except ValueError as exc:
        log(err(exc))

    full = asyncio.Queue(1)
    full.put_nowait(1)
    putters = [asyncio.create_task(full.put(i), name=f'p{i}') for i in (2, 3)]
    await asyncio.sleep(0)
    log(full)
    full.shutdown(immediate=True)
    await asyncio.wait(putters)
    log([outcome(task) for task in putters], full, full.empty())
    await attempt('get', full.get())
    await attempt('join', full.join())

    lock = asyncio.Lock()
    log(await lock.acquire(), lock.locked(), lock)
    await attempt('acquire', asyncio.wait_for(lock.acquire(), 1))
    lock.release()
    try:
        lock.release()
    except RuntimeError as exc:
        log(err(exc))
    async with lock as nothing:
        log(nothing)

    condition = asyncio.Condition()
    state = []

    async def waits():
        async with condition:
            value = await condition.wait_for(lambda: len(state) if len(state) > 1 else None)
            log('woken with', value)
            return value

    waiting = asyncio.create_task(waits(), name='waiting')
    for i in range(3):
        await asyncio.sleep(1)
        async with condition:
            state.append(i)
            condition.notify()
    log(await waiting, condition.locked())
    shared = asyncio.Condition(lock)
    async with lock:
        log(shared.locked(), shared)
        shared.notify_all()
        await attempt('wait', asyncio.wait_for(shared.wait(), 1))
        log(lock.locked())

    semaphore = asyncio.BoundedSemaphore(2)
    log(await semaphore.acquire(), semaphore.locked(), await semaphore.acquire(), semaphore.locked(), semaphore)
    await attempt('third', asyncio.wait_for(semaphore.acquire(), 1))
    semaphore.release()
    semaphore.release()
    try:
        semaphore.release()
    except ValueError as exc:
        log(err(exc))

    barrier = asyncio.Barrier(3)

    async def party(name, delay):
        await asyncio.sleep(delay)
        try:
            async with barrier as position:
                log(name, 'at', position, barrier.n_waiting, barrier)
                return position
        except asyncio.BrokenBarrierError as exc:
            log(name, err(exc), barrier.broken)

    log(await asyncio.gather(*(party(f'p{i}', i) for i in range(3))))
    parties = asyncio.gather(party('x', 0), party('y', 1))
    await asyncio.sleep(2)
    log(barrier.n_waiting, barrier)
    await barrier.abort()
    log(await parties, barrier)
    await attempt('broken', barrier.wait())
    await barrier.reset()
    log(barrier, barrier.parties)
    event = asyncio.Event()
    waiters = [asyncio.create_task(event.wait(), name=f'w{i}') for i in range(2)]
    await asyncio.sleep(0)
    waiters[0].cancel()
    log(event, event.is_set(), event.set(), event)
    await asyncio.wait(waiters)
    log([outcome(task) for task in waiters], await event.wait())


asyncio.run(main())
