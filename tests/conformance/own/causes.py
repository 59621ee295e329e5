"""What __cause__ says: limits, StopIteration in a future, raise from; across tasks, gather and groups."""

import asyncio

from caselog import err, log


def why(exc):
    return f'{exc!r} from {exc.__cause__!r}'


async def slow():
    await asyncio.sleep(5)


async def limited():
    async with asyncio.timeout(1):
        await slow()


async def renames():
    try:
        await asyncio.wait_for(slow(), 1)
    except TimeoutError as exc:
        raise RuntimeError('too slow') from exc


async def cleans(error):
    try:
        await slow()
    except asyncio.CancelledError as exc:
        raise error from exc


async def attempt(name, awaitable):
    try:
        log(name, await awaitable)
    except BaseException as exc:
        log(name, why(exc))
        if exc.__cause__ is not None:
            log(name, why(exc.__cause__))


async def main():
    loop = asyncio.get_running_loop()
    await attempt('timeout', limited())
    await attempt('task', asyncio.create_task(limited(), name='limited'))
    await attempt('wait_for', asyncio.wait_for(slow(), 1))
    await attempt('at once', asyncio.wait_for(slow(), 0))
    await attempt('future', asyncio.wait_for(loop.create_future(), 1))
    await attempt('renamed', renames())
    await attempt('gather', asyncio.gather(renames(), slow()))
    for each in asyncio.as_completed([asyncio.create_task(slow(), name='each')], timeout=1):
        await attempt('as_completed', each)
    future = loop.create_future()
    future.set_exception(StopIteration('stop'))
    await attempt('StopIteration', future)
    future = loop.create_future()
    future.set_exception(StopIteration)
    log(future)
    log(why(future.exception()))
    future = loop.create_future()
    future.set_exception(ValueError)
    await attempt('a class', future)
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(renames(), name='renames')
            group.create_task(limited(), name='limited')
    except ExceptionGroup as group:
        log(err(group), repr(group.__cause__))
        for exc in group.exceptions:
            log(why(exc))
    try:
        try:
            raise KeyError('low')
        except KeyError as exc:
            raise LookupError('high') from exc
    except LookupError as exc:
        log(why(exc), why(exc.__cause__))
    try:
        raise LookupError('none') from None
    except LookupError as exc:
        log(why(exc))
    given = OSError('given')
    await attempt('given', asyncio.wait_for(cleans(given), 1))
    log(why(given))


asyncio.run(main())
