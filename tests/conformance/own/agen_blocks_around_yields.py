"""async with around a yield: a timeout, a lock, a group that stay open while their generator stands at it."""
import asyncio
import contextlib
from caselog import log, err


async def limited(delay):
    async with asyncio.timeout(1) as t:
        for i in range(3):
            yield i
            await asyncio.sleep(delay)
    log('not reached unless quick', t.expired())


@contextlib.asynccontextmanager
async def locked(lock, name):
    async with lock:
        log(name, 'in')
        try:
            yield name
        finally:
            log(name, 'out')


@contextlib.asynccontextmanager
async def group():
    async with asyncio.TaskGroup() as tg:
        yield tg
        log('body over')


async def child(name, delay, fail=None):
    await asyncio.sleep(delay)
    if fail:
        raise fail
    log(name, 'done')


async def main():
    for delay in (0.2, 0.7):
        try:
            async for i in limited(delay):
                log(i)
        except TimeoutError as exc:
            log(err(exc))
    lock = asyncio.Lock()

    async def user(name):
        async with locked(lock, name) as n:
            await asyncio.sleep(1)
            log(n, lock.locked())
    await asyncio.gather(user('a'), user('b'))
    try:
        async with locked(lock, 'c'):
            raise KeyError('c')
    except KeyError as exc:
        log(err(exc), lock.locked())
    async with group() as tg:
        tg.create_task(child('x', 1))
    try:
        async with group() as tg:
            tg.create_task(child('y', 1, ValueError('y')))
            tg.create_task(child('z', 2))
            await asyncio.sleep(5)
    except* ValueError as eg:
        log(err(eg))


asyncio.run(main())
