"""wait() with FIRST_EXCEPTION among cancelled, failed and stubborn tasks; timeouts, duplicates, and waits for waits."""
import asyncio
from caselog import log, err, outcome


async def work(name, delay, exc=None, stubborn=False):
    while True:
        try:
            await asyncio.sleep(delay)
            break
        except asyncio.CancelledError:
            log(name, 'told to stop')
            if not stubborn:
                raise
            stubborn = False
    if exc:
        raise exc
    return name


def start(*specs):
    return [asyncio.create_task(work(*spec), name=spec[0]) for spec in specs]


def names(tasks):
    return sorted(f'{t.get_name()}={outcome(t)}' for t in tasks)


async def first(tasks, how=asyncio.FIRST_EXCEPTION, timeout=None):
    done, pending = await asyncio.wait(tasks, timeout=timeout, return_when=how)
    log(names(done), names(pending))
    return names(pending)


async def main():
    loop = asyncio.get_running_loop()
    tasks = start(('A', 1), ('B', 3, ValueError('b')), ('C', 2), ('D', 4))
    loop.call_later(2.5, tasks[2].cancel)
    loop.call_later(1.5, tasks[3].cancel, 'no exception')
    log(await first(tasks))
    tasks = start(('E', 1), ('F', 2, None, True), ('G', 3))
    for task in tasks[:2]:
        task.cancel()
    await first(tasks, asyncio.FIRST_EXCEPTION, 2)
    await first(tasks, asyncio.FIRST_COMPLETED)
    await first(tasks, asyncio.ALL_COMPLETED, 0)
    await first(tasks, asyncio.ALL_COMPLETED)
    failed = loop.create_future()
    failed.set_exception(KeyError('done already'))
    tasks = start(('H', 1))
    done, pending = await asyncio.wait([failed, *tasks], return_when=asyncio.FIRST_EXCEPTION)
    log(failed in done, names(pending))
    waiter = asyncio.create_task(first(tasks), name='waiter')
    await asyncio.sleep(0)
    waiter.cancel('waiter')
    try:
        await waiter
    except asyncio.CancelledError as exc:
        log(err(exc), names(tasks))
    inner = asyncio.create_task(first(start(('I', 1), ('J', 2, OSError('j')))), name='inner')
    await first([inner, inner, *tasks], timeout=1.5)
    await first([inner], asyncio.FIRST_COMPLETED)
    try:
        await first([])
    except ValueError as exc:
        log(err(exc))
    both = start(('K', 1, ValueError('k')), ('L', 1, ValueError('l')))
    log(await first(both))
    log(err(failed.exception()))


asyncio.run(main())
