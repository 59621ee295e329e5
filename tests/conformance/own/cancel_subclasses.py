"""Exceptions derived from CancelledError, KeyboardInterrupt and SystemExit are what their bases are, everywhere."""

import asyncio

from caselog import log


class Stopped(asyncio.CancelledError):
    pass


class Quit(KeyboardInterrupt):
    pass


class Leave(SystemExit):
    pass


class NoMore(StopIteration):
    pass


async def raises(exc, delay=0):
    await asyncio.sleep(delay)
    raise exc


async def attempt(what, awaitable):
    try:
        log(what, await awaitable)
    except BaseException as exc:
        log(what, repr(exc), 'cause', repr(exc.__cause__))


def fails(exc):
    return asyncio.create_task(raises(exc, 1), name='fails')


async def group(exc, inside):
    async with asyncio.TaskGroup() as tasks:
        sibling = tasks.create_task(asyncio.sleep(5), name='sibling')
        sibling.add_done_callback(lambda task: log('sibling cancelled', task.cancelled()))
        if inside:
            raise exc
        tasks.create_task(raises(exc, 1), name='child')
        await asyncio.sleep(2)


async def limited():
    async with asyncio.timeout(1):
        try:
            await asyncio.sleep(3)
        except asyncio.CancelledError as exc:
            raise Stopped('limit') from exc


async def asked():
    try:
        await asyncio.sleep(5)
    except asyncio.CancelledError as exc:
        raise Stopped('asked', *exc.args) from exc


async def futures():
    for exc in (asyncio.CancelledError('set'), Stopped('set'), StopIteration(3), NoMore('x'), StopAsyncIteration()):
        future = asyncio.get_running_loop().create_future()
        future.set_exception(exc)
        log(future.cancelled(), repr(future.exception()), repr(future.exception().__cause__))
        await attempt('gather', asyncio.gather(future, return_exceptions=True))
        done, _ = await asyncio.wait([future, asyncio.create_task(asyncio.sleep(1))], return_when=asyncio.FIRST_EXCEPTION)
        log(len(done))

        async def waits():
            await future
        waiter = asyncio.create_task(waits(), name='waiter')
        await asyncio.wait([waiter])
        log(waiter.cancelled(), waiter.done())
        await attempt('waiter', waiter)


async def main():
    task = fails(Stopped('one', 2))
    await asyncio.wait([task])
    log(task.cancelled())
    await attempt('first', task)
    await attempt('second', task)
    await attempt('gather', asyncio.gather(fails(Stopped('g')), asyncio.sleep(3)))
    await attempt('gather all', asyncio.gather(fails(Stopped('g')), return_exceptions=True))
    await attempt('shield', asyncio.shield(fails(Stopped('s'))))
    await attempt('wait_for', asyncio.wait_for(raises(Stopped('w'), 1), 2))
    await attempt('timeout', limited())
    for each in asyncio.as_completed([fails(Stopped('a'))]):
        await attempt('as_completed', each)
    await attempt('group', group(Stopped('child'), False))
    await attempt('group', group(Stopped('body'), True))
    await attempt('group', group(Quit('body'), True))
    await attempt('group', group(Leave('body'), True))
    task = asyncio.create_task(asked(), name='asked')
    await asyncio.sleep(0)
    task.cancel('please')
    await attempt('asked', task)
    await attempt('stops', raises(NoMore('n')))
    await attempt('stops as a task', asyncio.create_task(raises(NoMore('n')), name='stops'))
    await futures()


asyncio.run(main())
