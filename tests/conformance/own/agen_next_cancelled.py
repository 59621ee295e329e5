"""Tasks of anext(), asend() and aclose(), cancelled before their first step, while they wait, and after the end."""

import asyncio

from caselog import err, log, outcome


async def numbers(name):
    try:
        for number in range(3):
            await asyncio.sleep(1)
            try:
                yield str(number)
            except asyncio.CancelledError as exc:
                log(name, 'at its yield', err(exc))
                raise
    finally:
        log(name, 'ends')


async def attempt(what, awaitable):
    try:
        log(what, 'gave', await awaitable)
    except BaseException as exc:
        log(what, repr(exc))


async def cancelled(what, task, turns):
    for _ in range(turns):
        await asyncio.sleep(0)
    log(what, turns, task.cancel('no'))
    await asyncio.wait([task])
    log(outcome(task))


async def main():
    for turns in 0, 1, 2:
        fresh = numbers(f'fresh {turns}')
        await cancelled('anext', asyncio.create_task(anext(fresh), name='anext'), turns)
        await attempt('after', anext(fresh))
        begun = numbers(f'begun {turns}')
        await attempt('first', anext(begun))
        await cancelled('anext', asyncio.create_task(anext(begun), name='anext'), turns)
        await attempt('after', anext(begun))
        sent = numbers(f'sent {turns}')
        await attempt('first', anext(sent))
        await cancelled('asend', asyncio.create_task(sent.asend(None), name='asend'), turns)
        await attempt('after', anext(sent))
        closed = numbers(f'closed {turns}')
        await attempt('first', anext(closed))
        await cancelled('aclose', asyncio.create_task(closed.aclose(), name='aclose'), turns)
        await attempt('after', anext(closed))
    swallows = numbers('limit')
    await attempt('limited', asyncio.wait_for(anext(swallows), 0.5))
    await attempt('after', anext(swallows))
    zero = numbers('zero')
    await attempt('first', anext(zero))
    await attempt('no time', asyncio.wait_for(anext(zero), 0))
    await attempt('after', anext(zero))
    both = numbers('gather')
    await attempt('gather', asyncio.gather(anext(both), anext(both), return_exceptions=True))
    await both.aclose()


asyncio.run(main())
