"""Timers in the past and at one instant, cancelled from each other, moved by the block that they end; debug mode."""
import asyncio
from caselog import log, err

calls = []


def tick(name):
    log('tick', name)


def cancels(name, *handles):
    log(name, 'cancels', [h.cancelled() for h in handles])
    for handle in handles:
        handle.cancel()


async def main():
    loop = asyncio.get_running_loop()
    now = loop.time()
    a = loop.call_at(now - 5, tick, 'past 5')
    b = loop.call_at(now - 7, tick, 'past 7')
    c = loop.call_later(-1, tick, 'negative')
    d = loop.call_later(0, tick, 'zero')
    e = loop.call_soon(tick, 'soon')
    log(a.when(), b < a, a <= b, a == b, c > b, hash(a) == hash(a.when()))
    await asyncio.sleep(0)
    log('after one turn')
    await asyncio.sleep(0)
    log('after two')
    f = loop.call_later(1, tick, 'one')
    g = loop.call_later(1, cancels, 'G', f, a)
    h = loop.call_later(1, tick, 'H')
    i = loop.call_later(1, cancels, 'I', h)
    j = loop.call_at(f.when(), tick, 'J')
    loop.call_later(0.5, cancels, 'early', j)
    await asyncio.sleep(1)
    log([x.cancelled() for x in (a, b, c, d, e, f, g, h, i, j)])
    scope = asyncio.timeout(1)
    try:
        async with scope:
            for _ in range(3):
                await asyncio.sleep(0.75)
                scope.reschedule(loop.time() + 1)
                log(scope, scope.when())
            scope.reschedule(loop.time() - 1)
            log('due at once')
            await asyncio.sleep(0)
            log('one more turn')
            await asyncio.sleep(0)
            log('not reached')
    except TimeoutError:
        log(scope, scope.expired())
    try:
        scope.reschedule(None)
    except RuntimeError as exc:
        log(err(exc))
    try:
        async with asyncio.timeout_at(loop.time() - 1):
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            log('not reached')
    except TimeoutError:
        log('in the past')
    for bad in [lambda: loop.call_later(float('nan'), tick)]:
        try:
            loop.set_debug(True)
            bad()
        except (TypeError, ValueError) as exc:
            log(type(exc).__name__)
        finally:
            loop.set_debug(False)
    async with asyncio.timeout(None) as never:
        log(never, never.when())
        never.reschedule(loop.time() + 0.5)
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            log('swallowed', asyncio.current_task().cancelling())
    log(never, never.expired(), asyncio.current_task().cancelling())


asyncio.run(main())
