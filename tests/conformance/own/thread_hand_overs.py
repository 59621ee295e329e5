"""Threads: the order of what they hand over, futures of both kinds tied together, cancelled from either side, and their texts."""

import asyncio
import concurrent.futures
import threading
import time

from caselog import err, log, outcome


async def fetch(delay, what):
    try:
        await asyncio.sleep(delay)
    except asyncio.CancelledError as exc:
        log('fetch', what, err(exc))
        raise
    if what == 'bad':
        raise ValueError(what)
    return what


async def attempt(name, awaitable):
    try:
        log(name, await awaitable)
    except BaseException as exc:
        log(name, err(exc))


async def main():
    loop = asyncio.get_running_loop()

    def hands_over():
        for number in range(3):
            loop.call_soon_threadsafe(log, 'knock', number)
        handle = loop.call_soon_threadsafe(log, 'never')
        handle.cancel()
        return handle.cancelled()

    await attempt('hands over', asyncio.to_thread(hands_over))

    def asks(delay, what, patience):
        future = asyncio.run_coroutine_threadsafe(fetch(delay, what), loop)
        try:
            return future.result(patience)
        except TimeoutError:
            return f'gave up, {future.cancel()}'

    await attempt('asks', asyncio.to_thread(asks, 1, 'good', 5))
    await attempt('asks', asyncio.to_thread(asks, 1, 'bad', 5))
    await attempt('asks', asyncio.to_thread(asks, 5, 'slow', 1))
    await asyncio.sleep(1)

    outer = concurrent.futures.Future()
    wrapped = asyncio.wrap_future(outer)
    log(outcome(wrapped), asyncio.wrap_future(wrapped) is wrapped)
    threading.Thread(target=outer.set_result, args=('from a thread',)).start()
    await attempt('wrapped', wrapped)
    outer = concurrent.futures.Future()
    wrapped = asyncio.wrap_future(outer)
    wrapped.cancel()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    log(outer.cancelled(), outcome(wrapped))
    outer = concurrent.futures.Future()
    wrapped = asyncio.wrap_future(outer)
    outer.set_exception(KeyError('outer'))
    log(outcome(wrapped))
    await attempt('failed', wrapped)

    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        first = loop.run_in_executor(pool, time.sleep, 1)
        second = loop.run_in_executor(pool, lambda: 'second')
        third = loop.run_in_executor(pool, lambda: 'third')
        await asyncio.sleep(0.5)
        log(second.cancel(), first.cancel())
        await attempt('first', first)
        await attempt('second', second)
        await attempt('third', third)
    await attempt('limit', asyncio.wait_for(asyncio.to_thread(time.sleep, 3), 1))
    await asyncio.sleep(3)
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(asyncio.to_thread(time.sleep, delay), name=f't{delay}') for delay in (2, 1)]
    log([outcome(task) for task in tasks])


asyncio.run(main())
