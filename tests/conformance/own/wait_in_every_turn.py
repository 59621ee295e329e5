"""wait(): limits that end in the turn of a result, cancelled waits, and futures settled by callbacks meanwhile."""

import asyncio

from caselog import err, log


def names(tasks):
    return ' '.join(sorted(task.get_name() for task in tasks)) or '-'


async def sleeper(delay, exc=None):
    await asyncio.sleep(delay)
    if exc:
        raise exc
    return float(delay)


async def show(name, tasks, **options):
    done, pending = await asyncio.wait(tasks, **options)
    log(name, names(done), '|', names(pending))


async def main():
    loop = asyncio.get_running_loop()
    a = asyncio.create_task(sleeper(1), name='a')
    b = asyncio.create_task(sleeper(2), name='b')
    for limit in 0, -1, 1, 0.5:
        await show(f'limit {limit}', [a, b], timeout=limit)
    await show('twice', [b, b, a], timeout=0)
    await show('rest', {b})
    c = asyncio.create_task(sleeper(1, ValueError('c')), name='c')
    d = asyncio.create_task(sleeper(1), name='d')
    e = asyncio.create_task(sleeper(2), name='e')
    await show('first exception', [d, c, e], return_when=asyncio.FIRST_EXCEPTION)
    await show('first completed', [e, d], return_when=asyncio.FIRST_COMPLETED)
    e.cancel()
    await show('cancelled', [e], return_when=asyncio.FIRST_EXCEPTION)
    c.exception()
    f = asyncio.create_task(sleeper(1, KeyError('f')), name='f')
    g = asyncio.create_task(sleeper(1), name='g')
    g.add_done_callback(lambda _: f.cancel('by g'))
    await show('cancelled by a callback', [f, g], return_when=asyncio.FIRST_COMPLETED)
    await show('both', [f, g])
    log(f.cancelled(), err(f.exception()) if not f.cancelled() else '')
    future = loop.create_future()
    h = asyncio.create_task(sleeper(1), name='h')
    loop.call_later(1, future.set_result, 7.0)
    done, pending = await asyncio.wait([future, h], return_when=asyncio.FIRST_COMPLETED)
    log(len(done), len(pending), future in done, future.result())
    for turns in range(5):
        x = asyncio.create_task(asyncio.sleep(0, 'x'), name='x')
        waiter = asyncio.create_task(show('waiter', [x]), name='waiter')
        for _ in range(turns):
            await asyncio.sleep(0)
        log(turns, waiter.cancel('no more'))
        result = await asyncio.gather(waiter, return_exceptions=True)
        log(result, x.done())
        await x
    try:
        await asyncio.wait([])
    except ValueError as exc:
        log(err(exc))
    try:
        await asyncio.wait([h, asyncio.sleep(0)])
    except TypeError as exc:
        log(err(exc))


asyncio.run(main())
