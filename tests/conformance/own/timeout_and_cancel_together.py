"""timeout() and cancel() of the same turn, in either order and within each other: what comes out, and the counts."""

import asyncio

from caselog import err, log


async def limited(name, delay, work):
    me = asyncio.current_task()
    try:
        async with asyncio.timeout(delay) as scope:
            await work
        log(name, 'left', scope.expired(), me.cancelling())
    except BaseException as exc:
        log(name, err(exc), scope.expired(), me.cancelling())
        if isinstance(exc, asyncio.CancelledError):
            raise
    await asyncio.sleep(0)
    log(name, 'goes on')


async def stubborn(delay, rest):
    try:
        await asyncio.sleep(delay)
    except asyncio.CancelledError as exc:
        log('swallowed', err(exc))
        await asyncio.sleep(rest)


async def raises_instead(delay):
    try:
        await asyncio.sleep(delay)
    except asyncio.CancelledError:
        raise ValueError('instead')


async def nested(outer, inner):
    try:
        async with asyncio.timeout(outer) as first:
            try:
                async with asyncio.timeout(inner) as second:
                    await asyncio.sleep(10)
            except TimeoutError:
                log('inner', first.expired(), second.expired())
                await asyncio.sleep(1)
                log('inner slept')
    except TimeoutError:
        log('outer', first.expired(), second.expired(), asyncio.current_task().cancelling())


async def main():
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(limited('A', 1, asyncio.sleep(5)), name='A')
    loop.call_later(1, task.cancel, 'later')
    await asyncio.wait([task])
    task = asyncio.create_task(asyncio.sleep(0), name='Z')
    await task
    handle = loop.call_later(1, lambda: task.cancel('before'))
    task = asyncio.create_task(limited('B', 1, asyncio.sleep(5)), name='B')
    await asyncio.wait([task])
    log(handle.when(), handle.cancelled(), task.cancelled())
    await limited('C', 1, stubborn(3, 0))
    await limited('D', 1, stubborn(3, 2))
    await limited('E', 1, raises_instead(3))
    task = asyncio.create_task(limited('F', 2, stubborn(5, 5)), name='F')
    await asyncio.sleep(1)
    task.cancel('outside')
    await asyncio.wait([task])
    await nested(2, 1)
    await nested(2.5, 1)
    await nested(1, 2)
    await nested(1, 1)
    task = asyncio.create_task(nested(1, 3), name='G')
    await asyncio.sleep(1)
    log('in the turn of the limit', task.cancel('G'), task.cancelling())
    await asyncio.wait([task])
    log(task.cancelled())
    try:
        async with asyncio.timeout(0) as scope:
            log(scope)
            await asyncio.sleep(0)
            log('one turn')
            await asyncio.sleep(0)
            log('never')
    except TimeoutError as exc:
        log(err(exc), exc.args, scope)
    try:
        async with asyncio.timeout(5):
            raise TimeoutError('mine')
    except TimeoutError as exc:
        log(err(exc))
    try:
        async with asyncio.timeout(5):
            raise asyncio.CancelledError('by hand')
    except asyncio.CancelledError as exc:
        log(err(exc), asyncio.current_task().cancelling())


asyncio.run(main())
