"""What run() finds at its end: tasks that clean up, resist, fail, start others, wait for each other; an open generator."""

import asyncio

from caselog import err, log


async def cleans_up(name, rest):
    try:
        await asyncio.sleep(100)
    except asyncio.CancelledError as exc:
        log(name, 'cancelled', err(exc))
        await asyncio.sleep(rest)
        log(name, 'is clean')
        raise


async def resists(name):
    for _ in range(2):
        try:
            await asyncio.sleep(100)
        except asyncio.CancelledError:
            log(name, 'resists')
            break
    log(name, await asyncio.sleep(2, 'ended by itself'), asyncio.current_task().cancelling())


async def fails(name):
    try:
        await asyncio.sleep(100)
    finally:
        raise ValueError(name)


async def starts_another(name):
    try:
        await asyncio.sleep(100)
    finally:
        KEPT.append(asyncio.create_task(child(name), name='child'))
        log(name, 'started another')


async def child(name):
    await asyncio.sleep(0.5)
    log(name, 'child is not cancelled')


async def waits_for(task, name):
    try:
        await task
    except asyncio.CancelledError as exc:
        log(name, 'cancelled', err(exc), task.cancelled())
        raise


async def numbers():
    try:
        yield 1
        yield 2
    finally:
        log('generator closes')
        await asyncio.sleep(1)
        log('generator closed')


async def consumer(generator):
    async for number in generator:
        log('number', number)
        await asyncio.sleep(100)


async def in_group():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(cleans_up('g1', 1), name='g1')
            group.create_task(fails('g2'), name='g2')
    except BaseException as exc:
        log('group', err(exc))
        raise


async def in_timeout():
    try:
        async with asyncio.timeout(50):
            await asyncio.shield(asyncio.sleep(200))
    except BaseException as exc:
        log('timeout', err(exc))
        raise


async def gathers():
    await asyncio.gather(cleans_up('i1', 0), cleans_up('i2', 3))


KEPT = []
GENERATOR = numbers()


async def main():
    asyncio.get_running_loop().set_exception_handler(
        lambda loop, context: print('handler', context['message'], repr(context.get('exception'))))
    first = asyncio.create_task(cleans_up('a', 1), name='a')
    KEPT.append(first)
    KEPT.append(asyncio.create_task(resists('b'), name='b'))
    KEPT.append(asyncio.create_task(fails('c'), name='c'))
    KEPT.append(asyncio.create_task(starts_another('d'), name='d'))
    KEPT.append(asyncio.create_task(waits_for(first, 'e'), name='e'))
    KEPT.append(asyncio.create_task(consumer(GENERATOR), name='f'))
    KEPT.append(asyncio.create_task(in_group(), name='g'))
    KEPT.append(asyncio.create_task(in_timeout(), name='h'))
    KEPT.append(asyncio.create_task(gathers(), name='i'))
    asyncio.get_running_loop().call_later(1, log, 'never? a timer')
    asyncio.get_running_loop().call_later(50, log, 'never')
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    KEPT.append(asyncio.create_task(cleans_up('unborn', 0), name='unborn'))
    log('main ends')


asyncio.run(main())
