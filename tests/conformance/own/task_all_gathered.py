"""all_tasks(): waiting for, gathering and cancelling tasks whose type nobody knows; current_task() of a loop."""
import asyncio
from caselog import log, err


async def work(name, delay):
    await asyncio.sleep(delay)
    log(name, 'done')
    return name


async def number(n):
    await asyncio.sleep(n)
    return n


async def fails():
    await asyncio.sleep(1)
    raise ValueError('boom')


def others():
    return sorted((task for task in asyncio.all_tasks() if task is not asyncio.current_task()), key=lambda t: t.get_name())


async def main():
    loop = asyncio.get_event_loop()
    log(loop is asyncio.get_running_loop(), asyncio.current_task(loop).get_name(), len(asyncio.all_tasks(loop)))
    keep = [asyncio.create_task(work('a', 2), name='a'), asyncio.create_task(number(1), name='b'),
            asyncio.create_task(asyncio.sleep(3), name='c')]
    log(await asyncio.gather(*others()))
    keep = [asyncio.create_task(fails(), name='d'), asyncio.create_task(number(9), name='e')]
    for task in others():
        task.add_done_callback(lambda t: log('callback', t.get_name(), t.cancelled()))
    await asyncio.sleep(2)
    for task in others():
        task.cancel('shutdown')
    log(await asyncio.gather(*others(), return_exceptions=True))
    for task in keep:
        try:
            log(await task)
        except (ValueError, asyncio.CancelledError) as exc:
            log(task.get_name(), err(exc))
    keep = [asyncio.create_task(number(1), name='f')]
    task = others()[0]
    log(await task, asyncio.current_task() is task)
    task = loop.create_task(asyncio.sleep(1, 'slept'), name='g')
    log(await task)


asyncio.run(main())
