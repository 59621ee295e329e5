"""run_coroutine_threadsafe() cancelled from both sides, loops in threads, names that go on, executors that are shut down."""
# events: no
import asyncio
import concurrent.futures
from caselog import log, err, outcome


async def work(name, delay):
    try:
        await asyncio.sleep(delay)
        return name
    except asyncio.CancelledError:
        log(name, 'cancelled')
        raise


def from_thread(loop, results, how):
    future = asyncio.run_coroutine_threadsafe(work(how, 5), loop)
    try:
        if how == 'timeout':
            future.result(1)
        elif how == 'cancel':
            results.append(str(future.cancel()))
            future.result(1)
        else:
            future.result()
    except (TimeoutError, concurrent.futures.CancelledError) as exc:
        results.append(type(exc).__name__)
    results.append(f'{how} {future.cancelled()} {future.done()} {future.running()}')
    future.cancel()
    return how


async def named():
    return asyncio.current_task().get_name()


def own_loop():
    names = [asyncio.run(named()), asyncio.run(named())]
    try:
        asyncio.get_running_loop()
    except RuntimeError as exc:
        names.append(str(exc))
    return names


async def main():
    loop = asyncio.get_running_loop()
    results = []
    for how in ('timeout', 'cancel', 'wait'):
        thread = asyncio.create_task(asyncio.to_thread(from_thread, loop, results, how), name='t ' + how)
        await asyncio.sleep(2)
        for task in asyncio.all_tasks() - {asyncio.current_task(), thread}:
            task.cancel()
        log(await thread, results)
        results.clear()
        await asyncio.sleep(0)
    try:
        asyncio.run(named())
    except RuntimeError as exc:
        log(err(exc))
    log((await asyncio.to_thread(own_loop))[2])
    pool = concurrent.futures.ThreadPoolExecutor(1)
    first = loop.run_in_executor(pool, from_thread, loop, results, 'timeout')
    second = loop.run_in_executor(pool, own_loop)
    await asyncio.sleep(0.5)
    log(second.cancel(), await first)
    pool.shutdown()
    try:
        loop.run_in_executor(pool, own_loop)
    except RuntimeError as exc:
        log(err(exc))
    await loop.shutdown_default_executor()
    try:
        await asyncio.to_thread(own_loop)
    except RuntimeError as exc:
        log(err(exc))


asyncio.run(main())
