"""except* around nested groups: parts caught inside, raised anew, cancelled siblings, and what is left for outside."""

import asyncio

from caselog import err, log


async def fails(exc, delay=0):
    await asyncio.sleep(delay)
    raise exc


async def cleans_up(name):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        log(name, 'cancelled')
        raise RuntimeError(name)


async def inner(name):
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fails(ValueError('v'), 1), name=f'{name}1')
            group.create_task(fails(KeyError('k'), 1), name=f'{name}2')
            group.create_task(cleans_up(name), name=f'{name}3')
    except* ValueError as caught:
        log(name, 'values', err(caught), caught.message)
    except* RuntimeError as caught:
        log(name, 'runtime', err(caught))
    log(name, 'never')


async def raises_in_clause():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fails(OSError('first')), name='o')
            group.create_task(fails(TypeError('second')), name='t')
    except* OSError:
        raise LookupError('new')
    except* TypeError as caught:
        raise caught.exceptions[0]


async def outer():
    async with asyncio.TaskGroup() as group:
        group.create_task(inner('a'), name='a')
        group.create_task(raises_in_clause(), name='c')
        group.create_task(inner('b'), name='b')
        await asyncio.sleep(5)


def tree(exc, depth=0):
    log('  ' * depth + (exc.message if isinstance(exc, BaseExceptionGroup) else repr(exc)))
    for each in getattr(exc, 'exceptions', ()):
        tree(each, depth + 1)


async def attempt(name, coroutine):
    task = asyncio.create_task(coroutine, name=name)
    await asyncio.wait([task])
    if task.cancelled():
        log(name, 'cancelled')
    elif task.exception():
        tree(task.exception())


async def cancelled_while_failing():
    async with asyncio.TaskGroup() as group:
        group.create_task(cleans_up('x'), name='x')
        group.create_task(cleans_up('y'), name='y')
        asyncio.current_task().cancel('myself')
        await asyncio.sleep(1)


async def body_and_children():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(cleans_up('p'), name='p')
            await asyncio.sleep(0)
            raise KeyError('body')
    except* RuntimeError as caught:
        log('runtime', err(caught))
    except* KeyError as caught:
        log('key', err(caught))
    log('all caught', asyncio.current_task().cancelling())
    await asyncio.sleep(0)


async def naked():
    try:
        raise ValueError('naked')
    except* ValueError as caught:
        log(err(caught), repr(caught))
    try:
        try:
            raise ValueError('passes')
        except* OSError:
            log('never')
    except ValueError as exc:
        log('still naked', err(exc))


async def main():
    await attempt('inner', inner('i'))
    await attempt('raises', raises_in_clause())
    await attempt('outer', outer())
    await attempt('cancelled', cancelled_while_failing())
    await attempt('both', body_and_children())
    await attempt('naked', naked())


asyncio.run(main())
