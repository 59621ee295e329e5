"""wait_for(): its limit, the result and a cancellation in one turn, set in every order; for futures, tasks, queues, events."""

import asyncio
import itertools

from caselog import err, log, outcome


async def waits(name, awaitable):
    try:
        result = await asyncio.wait_for(awaitable, 1)
        log(name, 'gave', result, asyncio.current_task().cancelling())
        return result
    except BaseException as exc:
        log(name, repr(exc), asyncio.current_task().cancelling())
        raise


async def sleeper():
    return await asyncio.sleep(1, 'slept')


async def slow_to_stop():
    try:
        await asyncio.sleep(5)
    except asyncio.CancelledError:
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        return 'stopped'


async def run(what, order):
    loop = asyncio.get_running_loop()
    queue, event, lock, future = asyncio.Queue(), asyncio.Event(), asyncio.Lock(), loop.create_future()
    await lock.acquire()
    awaitable = {'future': lambda: future, 'queue': queue.get, 'event': event.wait, 'lock': lock.acquire,
                 'shield': lambda: asyncio.shield(future), 'gather': lambda: asyncio.gather(future)}[what]()
    settle = {'queue': lambda: queue.put_nowait('item'), 'event': event.set, 'lock': lock.release}.get(
        what, lambda: future.done() or future.set_result('set'))
    log(what, *order)
    at = loop.time() + 1
    task = None
    for step in order:
        if step == 'limit':
            task = asyncio.create_task(waits(what, awaitable), name=what)
            await asyncio.sleep(0)
        elif step == 'result':
            loop.call_at(at, lambda: settle())
        else:
            loop.call_at(at, lambda: log('cancel', task.cancel('stop')))
    await asyncio.wait([task])
    log(outcome(task), queue.qsize(), event.is_set(), lock.locked(), outcome(future))
    await asyncio.sleep(0)
    log(outcome(future))


async def main():
    for what in 'future', 'queue', 'event', 'lock', 'shield', 'gather':
        for order in itertools.permutations(('limit', 'result', 'cancel')):
            await run(what, order)
        await run(what, ('result', 'limit'))
        await run(what, ('limit', 'result'))
    for make in sleeper, slow_to_stop:
        log(make.__name__)
        task = asyncio.create_task(make(), name='inner')
        for name in 'xy':
            try:
                await waits(name, task)
            except TimeoutError:
                pass
            except asyncio.CancelledError:
                log('cancelled', task.cancelled())
        try:
            await waits('z', make())
        except TimeoutError:
            log('no time')


asyncio.run(main())
