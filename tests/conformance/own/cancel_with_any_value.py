"""What cancel() is given may be any value: what becomes of it in every way to be told."""

import asyncio

from caselog import log


async def work():
    await asyncio.sleep(10)


def told(exc):
    log(repr(exc), str(exc), exc.args)


async def cancelled_with(message):
    task = asyncio.create_task(work(), name='work')
    await asyncio.sleep(0)
    log(task.cancel(message))
    for _ in range(2):
        try:
            await task
        except asyncio.CancelledError as exc:
            told(exc)
    log(task.cancelled())


async def converts(future):
    try:
        await future
    except asyncio.CancelledError as exc:
        told(exc)
        raise asyncio.CancelledError(*exc.args, 'and more') from exc


async def futures():
    future = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(converts(future), name='converts')
    await asyncio.sleep(0)
    future.cancel(7)
    try:
        await task
    except asyncio.CancelledError as exc:
        told(exc)
        told(exc.__cause__)
    log(await asyncio.gather(future, task, return_exceptions=True))
    unnamed = asyncio.get_running_loop().create_future()
    unnamed.cancel(None)
    log(await asyncio.gather(unnamed, return_exceptions=True))


async def gathers(message):
    gathered = asyncio.gather(work(), work())
    await asyncio.sleep(0)
    gathered.cancel(message)
    try:
        await gathered
    except asyncio.CancelledError as exc:
        told(exc)
    log(gathered)


async def swallows():
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError as exc:
        told(exc)
        asyncio.current_task().uncancel()
    asyncio.current_task().cancel(3.5)
    await asyncio.sleep(1)


async def main():
    await cancelled_with(5)
    await cancelled_with(None)
    await cancelled_with('')
    await cancelled_with(('a', 1))
    await cancelled_with([1, 2])
    await cancelled_with(True)
    await cancelled_with(b'bytes')
    await cancelled_with(ValueError('why'))
    await futures()
    await gathers(3)
    await gathers(('x',))
    task = asyncio.create_task(swallows(), name='swallows')
    await asyncio.sleep(0)
    task.cancel({1: 'one'})
    await asyncio.wait([task])
    try:
        task.result()
    except asyncio.CancelledError as exc:
        told(exc)
    log(task.cancel(9))
    asyncio.get_running_loop().call_soon(asyncio.create_task(work(), name='later').cancel, 4)
    try:
        async with asyncio.timeout(1):
            asyncio.current_task().cancel(11)
            await asyncio.sleep(2)
    except asyncio.CancelledError as exc:
        told(exc)
    asyncio.current_task().uncancel()


asyncio.run(main())
