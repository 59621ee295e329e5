"""AsyncExitStack: managers of every kind, callbacks, pop_all(), errors in the body and while it is left."""

import asyncio
import gc
from contextlib import AsyncExitStack, asynccontextmanager

from caselog import err, log, outcome


@asynccontextmanager
async def resource(name):
    await asyncio.sleep(0.5)
    if name == 'no':
        raise OSError('cannot open')
    log('opens', name)
    try:
        yield name
    except BaseException as exc:
        log(name, 'sees', err(exc))
        if name != 'swallows':
            raise
    finally:
        await asyncio.sleep(0.5)
        log('closes', name)
    if name == 'fails':
        raise RuntimeError('cannot close')


class Counter:
    def __init__(self):
        self.inside = 0

    async def __aenter__(self):
        self.inside += 1
        return self.inside

    async def __aexit__(self, kind, error, traceback):
        self.inside -= 1
        log('counter', self.inside, err(error) if error else None)
        return isinstance(error, KeyError)


async def use(names, error=None):
    async with AsyncExitStack() as stack:
        opened = []
        for name in names:
            opened.append(await stack.enter_async_context(resource(name)))
        log(opened)
        if error:
            raise error
        await asyncio.sleep(5)
        log('used')
    log('after')


async def attempt(names, error=None, cancelled_at=0):
    task = asyncio.create_task(use(names, error), name='uses')
    if cancelled_at:
        await asyncio.sleep(cancelled_at)
        task.cancel('enough')
    await asyncio.wait([task])
    log(names, outcome(task))


async def goodbye(name, delay):
    await asyncio.sleep(delay)
    log('goodbye', name)


def plain(name):
    log('plain', name)


async def of_every_kind():
    lock = asyncio.Lock()
    counter = Counter()
    try:
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(lock)
            log(lock.locked())
            limit = await stack.enter_async_context(asyncio.timeout(2))
            group = await stack.enter_async_context(asyncio.TaskGroup())
            log(limit.when() - asyncio.get_running_loop().time(), group)
            log(await stack.enter_async_context(counter))
            stack.push_async_callback(goodbye, 'A', 0.5)
            stack.callback(plain, 'B')
            group.create_task(goodbye('task', 1), name='task')
            await asyncio.sleep(5)
    except TimeoutError as exc:
        log(err(exc), lock.locked(), counter.inside)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(counter)
        await stack.enter_async_context(lock)
        raise KeyError('swallowed')
    log('goes on', lock.locked())


async def by_hand():
    stack = AsyncExitStack()
    log(await stack.enter_async_context(resource('x')))
    stack.push_async_callback(goodbye, 'x', 0)
    await lock_in(stack)
    other = stack.pop_all()
    await stack.aclose()
    log('nothing left')
    await other.aclose()
    await other.aclose()


async def lock_in(stack):
    lock = asyncio.Lock()
    await lock.acquire()
    stack.push_async_exit(lock)
    log(lock.locked())


async def main():
    await attempt(['A', 'B'])
    await attempt(['A', 'no', 'B'])
    await attempt(['A', 'swallows', 'C'], ValueError('body'))
    await attempt(['A', 'fails', 'C'])
    await attempt(['swallows', 'fails'], ValueError('body'))
    await attempt(['A', 'B'], cancelled_at=0.75)
    await attempt(['A', 'B'], cancelled_at=2)
    await attempt(['swallows', 'B'], cancelled_at=6.25)
    await of_every_kind()
    await by_hand()
    gc.collect()  # tracebacks hold generators that have ended


asyncio.run(main())
