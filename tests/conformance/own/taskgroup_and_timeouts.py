"""Groups in limits in groups: who is cancelled by what, in which order, and whose error comes out."""

import asyncio

from caselog import err, log, outcome


async def work(name, delay, clean=0.0, exc=None):
    try:
        await asyncio.sleep(delay)
        if exc:
            raise exc
        log(name, 'done')
        return name
    except asyncio.CancelledError as cancelled:
        log(name, err(cancelled))
        await asyncio.sleep(clean)
        raise


async def group_in_limit(limit, clean):
    async with asyncio.timeout(limit):
        async with asyncio.TaskGroup() as group:
            group.create_task(work('a', 1), name='a')
            group.create_task(work('b', 3, clean), name='b')
            await work('body', 0)


async def limit_in_group():
    async with asyncio.TaskGroup() as group:
        group.create_task(work('c', 3), name='c')
        try:
            async with asyncio.timeout(1):
                await work('inside', 5)
        except TimeoutError:
            log('inside is out of time')
        await work('after', 1)


async def limit_fails_group():
    async with asyncio.TaskGroup() as group:
        group.create_task(work('d', 3, 1), name='d')
        async with asyncio.timeout(1):
            await work('inside', 5)


async def child_fails_in_limit(at):
    async with asyncio.timeout(1) as scope:
        async with asyncio.TaskGroup() as group:
            group.create_task(work('e', at, exc=ValueError('e')), name='e')
            group.create_task(work('f', 5, 1), name='f')
    log(scope.expired())


async def child_has_limit():
    async with asyncio.TaskGroup() as group:
        limited = group.create_task(asyncio.wait_for(work('g', 5), 1), name='g')
        try:
            await group.create_task(work('h', 2), name='h')
        finally:
            log(outcome(limited), asyncio.current_task().cancelling())


async def limit_in_finally():
    try:
        await work('i', 5)
    finally:
        try:
            async with asyncio.timeout(1):
                await work('cleanup', 5)
        except TimeoutError as exc:
            log('cleanup', err(exc), asyncio.current_task().cancelling())


async def swallowed_then_limit():
    me = asyncio.current_task()
    try:
        await asyncio.sleep(5)
    except asyncio.CancelledError:
        log('swallowed', me.cancelling())
    try:
        async with asyncio.timeout(1):
            await work('j', 5)
    except TimeoutError as exc:
        log(err(exc), me.cancelling(), me.uncancel())
    async with asyncio.TaskGroup() as group:
        group.create_task(work('k', 1), name='k')
    return me.cancelling()


async def attempt(name, coroutine, cancel_after=None):
    log(name)
    task = asyncio.create_task(coroutine, name=name)
    if cancel_after is not None:
        await asyncio.sleep(cancel_after)
        log('cancel', task.cancel('outside'), task.cancelling())
    await asyncio.wait([task])
    log(outcome(task), task.cancelling())


async def main():
    await attempt('in time', group_in_limit(4, 0))
    await attempt('out of time', group_in_limit(2, 0))
    await attempt('slow to clean', group_in_limit(2, 2))
    await attempt('cancelled', group_in_limit(5, 1), 2)
    await attempt('cancelled with the limit', group_in_limit(2, 1), 2)
    await attempt('limit in group', limit_in_group())
    await attempt('limit in group, cancelled', limit_in_group(), 1)
    await attempt('limit fails group', limit_fails_group())
    for at in 0.5, 1, 0:
        await attempt(f'child fails at {at}', child_fails_in_limit(at))
    await attempt('child fails, cancelled', child_fails_in_limit(0.5), 0.5)
    await attempt('child has limit', child_has_limit())
    await attempt('limit in finally', limit_in_finally(), 1)
    await attempt('swallowed', swallowed_then_limit(), 1)


asyncio.run(main())
