"""wait(), gather() and as_completed() of what is already settled, of each other, and with timers in the same instant."""

import asyncio

from caselog import err, log, outcome


async def work(name, delay, result=None, error=None):
    try:
        await asyncio.sleep(delay)
    except asyncio.CancelledError as exc:
        log(name, 'cancelled', exc.args)
        raise
    if error:
        raise error
    return result or name


def names(tasks):
    return sorted(task.get_name() for task in tasks)


async def main():
    loop = asyncio.get_running_loop()
    tasks = [asyncio.create_task(work(n, i), name=n) for i, n in enumerate('abcd')]
    for when in asyncio.FIRST_COMPLETED, asyncio.FIRST_EXCEPTION, asyncio.ALL_COMPLETED:
        done, pending = await asyncio.wait(tasks, timeout=0.5, return_when=when)
        log(when, names(done), names(pending))
    for when in asyncio.FIRST_COMPLETED, asyncio.FIRST_EXCEPTION, asyncio.ALL_COMPLETED:
        done, pending = await asyncio.wait(tasks, timeout=0, return_when=when)
        log(when, 'timeout 0', names(done), names(pending))
    await asyncio.wait(tasks)
    try:
        await asyncio.wait([])
    except ValueError as exc:
        log(err(exc))

    inner = asyncio.gather(work('i1', 1), work('i2', 2))
    outer = asyncio.gather(inner, work('o', 1), return_exceptions=True)
    await asyncio.sleep(1.5)
    log(outer.done(), inner.cancel('inner'))
    log(await outer, inner.cancelled())
    log(repr(inner), outcome(outer))

    done, pending = await asyncio.wait({asyncio.shield(work('s', 1)), asyncio.ensure_future(work('t', 1))})
    log(sorted(f.result() for f in done), len(pending))

    failing = [asyncio.create_task(work(f'f{i}', i, error=ValueError(f'f{i}')), name=f'f{i}') for i in (1, 2)]
    slow = asyncio.create_task(work('slow', 5), name='slow')
    done, pending = await asyncio.wait([*failing, slow], return_when=asyncio.FIRST_EXCEPTION)
    log(names(done), names(pending), [outcome(task) for task in failing])
    waiter = asyncio.create_task(asyncio.wait([*failing, slow]), name='waiter')
    await asyncio.sleep(0)
    waiter.cancel('waiter')
    try:
        await waiter
    except asyncio.CancelledError as exc:
        log(repr(exc), slow.cancelled(), slow.cancelling())
    try:
        for next_one in asyncio.as_completed([slow, *failing], timeout=0.5):
            try:
                log(await next_one)
            except ValueError as exc:
                log(err(exc))
    except TimeoutError as exc:
        log(repr(exc), names(t for t in (slow, *failing) if not t.done()))
    slow.cancel('slow')
    log(await asyncio.gather(slow, *failing, return_exceptions=True))

    empty = asyncio.gather()
    log(empty, await empty)
    same = asyncio.create_task(work('same', 1), name='same')
    log(await asyncio.gather(same, same, same))
    first = loop.create_future()
    both = asyncio.gather(first, work('late', 3))
    loop.call_later(1, first.set_exception, KeyError('first'))
    try:
        await both
    except KeyError as exc:
        log(err(exc), both.done(), first.exception() is exc)
    await asyncio.sleep(3)
    first = loop.create_future()
    second = loop.create_future()
    both = asyncio.gather(first, second, return_exceptions=True)
    first.cancel('by hand')
    second.set_result(2)
    log(await both)
    both = asyncio.gather(loop.create_future(), loop.create_future())
    log(both.cancel('g'), both.cancelled(), both.done())
    try:
        await both
    except asyncio.CancelledError as exc:
        log(repr(exc), both.cancelled())
    try:
        await asyncio.wait_for(asyncio.gather(work('x', 1), work('y', 3)), 2)
    except TimeoutError as exc:
        log(repr(exc), repr(exc.__cause__))
    async for task in asyncio.as_completed([asyncio.create_task(work(n, d), name=n) for n, d in (('p', 2), ('q', 1), ('r', 1))]):
        log(task.get_name(), task.result())


asyncio.run(main())
