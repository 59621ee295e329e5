"""asynccontextmanager: what enters, leaves, swallows, replaces and goes wrong; cancelled in each place; within each other."""

import asyncio
import gc
from contextlib import asynccontextmanager

from caselog import err, log, outcome


@asynccontextmanager
async def resource(name, opening=0, closing=0, swallow=(), replace=None):
    log(name, 'opens')
    await asyncio.sleep(opening)
    try:
        yield name
    except swallow as exc:
        log(name, 'swallows', err(exc))
    except BaseException as exc:
        log(name, 'sees', err(exc))
        if replace:
            raise replace from exc
        raise
    finally:
        await asyncio.sleep(closing)
        log(name, 'closed')


@asynccontextmanager
async def never():
    log('yields nothing')
    if False:
        yield


@asynccontextmanager
async def twice():
    try:
        yield 1
    except ValueError:
        log('yields again')
    try:
        yield 2
    finally:
        log('closed by force')


async def uses(name, body=0, error=None, **options):
    async with resource(name, **options) as value:
        log('body of', value)
        await asyncio.sleep(body)
        if error:
            raise error
    log('after', name)
    return name


async def attempt(what, awaitable):
    try:
        log(what, 'gave', await awaitable)
    except BaseException as exc:
        log(what, err(exc), repr(exc.__cause__))


async def use(manager, error=None):
    async with manager as value:
        log('value', value)
        if error:
            raise error


async def main():
    await attempt('plain', uses('a', body=1, opening=1, closing=1))
    await attempt('fails', uses('b', error=ValueError('b')))
    await attempt('swallowed', uses('c', error=ValueError('c'), swallow=ValueError))
    await attempt('replaced', uses('d', error=ValueError('d'), replace=KeyError('d')))
    await attempt('other', uses('e', error=KeyError('e'), swallow=ValueError, closing=1))
    await attempt('never', use(never()))
    await attempt('twice', use(twice()))
    await attempt('twice', use(twice(), ValueError('again')))
    await attempt('stop', use(resource('f'), StopAsyncIteration('stop')))
    for delay in 0.5, 1.5, 2.5:
        task = asyncio.create_task(uses('g', body=1, opening=1, closing=1), name='g')
        await asyncio.sleep(delay)
        task.cancel('enough')
        await asyncio.wait([task])
        log('cancelled at', delay, outcome(task))
    task = asyncio.create_task(uses('h', body=1, swallow=asyncio.CancelledError), name='h')
    await asyncio.sleep(0.5)
    task.cancel()
    await asyncio.wait([task])
    log(outcome(task), task.cancelling())
    await attempt('limited', asyncio.wait_for(uses('i', body=5, closing=1), 1))

    async def nested():
        async with resource('outer', closing=1) as outer, resource('inner', opening=1) as inner:
            log(outer, inner)
            async with asyncio.TaskGroup() as group:
                group.create_task(uses('j', error=OSError('j')), name='j')
                await asyncio.sleep(5)

    await attempt('nested', nested())
    gc.collect()  # contextlib's frames and their exceptions hold each other, and the generators


asyncio.run(main())
