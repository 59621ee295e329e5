"""What a message given to cancel() becomes on its way through gather, shield, wait_for, timeouts, groups and nested tasks."""

import asyncio

from caselog import err, log, outcome


async def leaf(name):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError as exc:
        log(name, 'cancelled', exc.args, repr(exc), str(exc))
        raise


async def through(what, make):
    log('---', what)
    try:
        await make()
    except BaseException as exc:
        log(what, repr(exc), asyncio.current_task().cancelling())
        raise


async def gathers():
    await asyncio.gather(leaf('g1'), leaf('g2'))


async def gathers_all():
    log(await asyncio.gather(leaf('g1'), leaf('g2'), return_exceptions=True))


async def shields():
    await asyncio.shield(kept)


async def limits():
    await asyncio.wait_for(leaf('limited'), 5)


async def times_out():
    async with asyncio.timeout(5):
        await leaf('timed')


async def groups():
    async with asyncio.TaskGroup() as group:
        group.create_task(leaf('child'), name='child')


async def awaits():
    await asyncio.create_task(leaf('inner'), name='inner')


async def replaces():
    try:
        await leaf('replaced')
    except asyncio.CancelledError:
        raise asyncio.CancelledError('another', 'two')


async def swallows():
    try:
        await leaf('swallowed')
    except asyncio.CancelledError:
        pass
    await asyncio.sleep(1)



async def main():
    global kept
    kept = asyncio.create_task(leaf('kept'), name='kept')
    for make in gathers, gathers_all, shields, limits, times_out, groups, awaits, replaces, swallows:
        for message in (), ('why',), (None,), ('',):
            task = asyncio.create_task(through(make.__name__, make), name='through')
            await asyncio.sleep(1)
            log(task.cancel(*message))
            try:
                await task
            except asyncio.CancelledError as exc:
                log('came out', exc.args)
            log(outcome(task), task.cancelling())
    kept.cancel('at last')
    await asyncio.wait([kept])
    task = asyncio.create_task(leaf('twice'), name='twice')
    await asyncio.sleep(1)
    task.cancel('first')
    task.cancel('second')
    await asyncio.wait([task])
    task = asyncio.create_task(leaf('before'), name='before')
    task.cancel('before')
    task.cancel()
    await asyncio.wait([task])
    try:
        task.result()
    except asyncio.CancelledError as exc:
        log(repr(exc))
    try:
        task.exception()
    except asyncio.CancelledError as exc:
        log(repr(exc))
    future = asyncio.get_running_loop().create_future()
    log(future.cancel(msg='a future'), future.cancel('again'))
    for _ in range(2):
        try:
            await future
        except asyncio.CancelledError as exc:
            log(repr(exc))


asyncio.run(main())
