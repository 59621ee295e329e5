"""Async generators whose finally awaits, at breaks, cancellations, athrow(), and the end of the run."""
import asyncio
from caselog import log, err

kept = []


async def counter(name, cleanup, stubborn=False):
    n = 0
    try:
        while True:
            try:
                got = yield n
                log(name, 'got', got)
            except ValueError as exc:
                log(name, 'caught', exc)
                n += 100
            n += 1
            await asyncio.sleep(0.5)
    except BaseException as exc:
        log(name, 'ends by', err(exc))
        raise
    finally:
        log(name, 'cleans up')
        await asyncio.sleep(cleanup)
        log(name, 'clean')
        if stubborn:
            yield 'more'


async def reads(gen, limit):
    async for n in gen:
        log('read', n)
        if n >= limit:
            break
    return limit


async def nested(gen):
    async for n in gen:
        try:
            yield n * 10
        finally:
            log('nested leaves', n)


async def main():
    a = counter('a', 1)
    log(await anext(a), await a.asend('x'), await a.athrow(ValueError('thrown')))
    await reads(a, 103)
    log(await a.asend('still alive'))
    await a.aclose()
    await a.aclose()
    log(await anext(a, 'over'))
    b = counter('b', 1)
    task = asyncio.create_task(reads(b, 99), name='reads b')
    await asyncio.sleep(1.2)
    task.cancel('enough')
    await asyncio.sleep(0.3)
    task.cancel('really')
    log(err((await asyncio.gather(task, return_exceptions=True))[0]))
    c = counter('c', 0, True)
    await anext(c)
    try:
        await c.aclose()
    except RuntimeError as exc:
        log(err(exc))
    d = nested(counter('d', 0))
    try:
        async with asyncio.timeout(1.2):
            await reads(d, 500)
    except TimeoutError:
        log('timeout')
    e = counter('e', 0)
    first = asyncio.create_task(anext(e), name='first')
    await asyncio.sleep(0)
    second = asyncio.create_task(e.asend(None), name='second')
    await asyncio.sleep(0)
    third = asyncio.create_task(e.asend(None), name='third')
    log(await asyncio.gather(first, second, third, return_exceptions=True))
    kept.extend([counter('f', 2), nested(counter('g', 1)), counter('h', 1)])
    for gen in kept[:2]:
        log(await anext(gen))
    log('main ends')


asyncio.run(main())
