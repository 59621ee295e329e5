"""call_later() and call_at(): equal times, the past, cancelled by each other, set by callbacks; what handles say."""

import asyncio

from caselog import log


async def main():
    loop = asyncio.get_running_loop()
    for name, delay in ('a', 1), ('b', 0.5), ('c', 1), ('d', 0.5), ('e', 1):
        loop.call_later(delay, log, name)
    loop.call_at(1, log, 'f')
    loop.call_at(-3, log, 'past')
    loop.call_later(-1, log, 'before now')
    loop.call_later(0, log, 'now')
    loop.call_soon(log, 'soon')
    await asyncio.sleep(0)
    log('one turn')
    await asyncio.sleep(1)
    log('slept')
    handles = []

    def cancels_next():
        log('cancels', handles[1].cancelled())
        handles[1].cancel()
        loop.call_later(0, log, 'from a callback')
        loop.call_at(loop.time(), log, 'at this instant')
        loop.call_soon(log, 'soon from a callback')

    for callback in cancels_next, (lambda: log('never')), (lambda: log('third')):
        handles.append(loop.call_later(1, callback))
    log([handle.when() for handle in handles])
    await asyncio.sleep(1)
    await asyncio.sleep(0)
    log([handle.cancelled() for handle in handles])
    handles[0].cancel()
    log(handles[0].cancelled())
    handle = loop.call_soon(log, 'cancelled before')
    handle.cancel()
    handle.cancel()
    log(handle.cancelled())
    one, two = loop.call_later(2, log, 'one'), loop.call_later(2, log, 'two')
    log(one.when(), one.when() == two.when())

    def again(left):
        log('again', left)
        if left:
            loop.call_later(0.25, again, left - 1)

    again(3)
    two.cancel()
    await asyncio.sleep(0.75)
    log('with the last')
    await asyncio.sleep(3)
    event = asyncio.Event()
    loop.call_later(1, event.set)
    sleeper = asyncio.create_task(asyncio.sleep(1, 'slept'), name='sleeper')
    waiter = asyncio.create_task(event.wait(), name='waiter')
    log(await asyncio.gather(sleeper, waiter, asyncio.sleep(1, 'third')))
    try:
        async with asyncio.timeout_at(loop.time() - 1):
            await asyncio.sleep(0)
            log('one more turn')
            await asyncio.sleep(0)
    except TimeoutError:
        log('the past')


asyncio.run(main())
