"""Semaphore: the order of those who wait, while some are cancelled, time out, or come in the step of a release."""

import asyncio

from caselog import err, log


async def user(semaphore, name, hold):
    try:
        async with semaphore:
            log(name, 'in', semaphore.locked())
            await asyncio.sleep(hold)
        log(name, 'out', semaphore.locked())
    except BaseException as exc:
        log(name, err(exc), semaphore.locked())


async def main():
    semaphore = asyncio.Semaphore(2)
    users = {name: asyncio.create_task(user(semaphore, name, hold), name=name)
             for name, hold in zip('abcdef', (1, 1, 0, 1, 0, 1))}
    await asyncio.sleep(0)
    log(semaphore)
    users['c'].cancel('in line')
    await asyncio.sleep(1)
    users['d'].cancel('just woken')
    await asyncio.sleep(0)
    users['e'].cancel('later')
    late = asyncio.create_task(user(semaphore, 'late', 1), name='late')
    await asyncio.wait([*users.values(), late])
    log(semaphore)
    limited = [asyncio.create_task(asyncio.wait_for(semaphore.acquire(), delay), name=f't{delay}')
               for delay in (1, 1, 1, 2)]
    await asyncio.sleep(1)
    semaphore.release()
    log(await asyncio.gather(*limited, return_exceptions=True), semaphore)
    semaphore.release()
    semaphore.release()
    bounded = asyncio.BoundedSemaphore(1)
    await bounded.acquire()
    waiting = [asyncio.create_task(bounded.acquire(), name=name) for name in 'xyz']
    await asyncio.sleep(0)
    bounded.release()
    log(bounded, bounded.locked())
    waiting[0].cancel()
    waiting[1].cancel()
    await asyncio.sleep(0)
    log([task.done() for task in waiting], bounded)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    log([task.done() for task in waiting], bounded)
    bounded.release()
    try:
        bounded.release()
    except ValueError as exc:
        log(err(exc), bounded)
    try:
        asyncio.Semaphore(-1)
    except ValueError as exc:
        log(err(exc))
    none = asyncio.Semaphore(0)
    first = asyncio.create_task(none.acquire(), name='first')
    second = asyncio.create_task(none.acquire(), name='second')
    await asyncio.sleep(0)
    none.release()
    first.cancel('with the release')
    none.release()
    third = asyncio.create_task(none.acquire(), name='third')
    log(await asyncio.gather(first, second, third, return_exceptions=True), none)


asyncio.run(main())
