"""What is most often given to callbacks: task.cancel, future.set_result, event.set, functions that take the task; and tasks made by ensure_future()."""

import asyncio

from caselog import log, outcome


async def work(name, delay):
    await asyncio.sleep(delay)
    return name


def on_done(future):
    log('on_done', future.result())


def on_task(task):
    log('on_task', task.get_name(), task.result())


def nothing():
    log('nothing')


async def main():
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(work('a', 1), name='a')
    task.add_done_callback(on_done)
    task.add_done_callback(on_task)
    task.add_done_callback(lambda t: log('lambda', t.get_name(), t is task))
    await task
    task.add_done_callback(on_task)
    slow = asyncio.create_task(work('slow', 10), name='slow')
    loop.call_later(1, slow.cancel)
    try:
        await slow
    except asyncio.CancelledError as exc:
        log(repr(exc))
    slow = asyncio.create_task(work('slow', 10), name='slow, too')
    loop.call_later(1, slow.cancel, 'with a message')
    await asyncio.wait([slow])
    log(outcome(slow))
    text = loop.create_future()
    loop.call_later(1, text.set_result, 'value')
    log(await text)
    number = loop.create_future()
    loop.call_soon(number.set_result, 5)
    loop.call_soon(number.cancel)
    log(await number)
    empty = loop.create_future()
    empty.add_done_callback(lambda future: log('empty', outcome(future)))
    loop.call_at(loop.time() + 1, empty.set_result, None)
    log(await empty)
    gone = loop.create_future()
    loop.call_soon(gone.cancel, 'gone')
    try:
        await gone
    except asyncio.CancelledError as exc:
        log(repr(exc))
    event = asyncio.Event()
    loop.call_later(0.5, event.set)
    loop.call_soon(nothing)
    loop.call_soon(log, 'logged', 5)
    log(await event.wait())
    ensured = asyncio.ensure_future(work('e', 1))
    ensured.set_name('ensured')
    log(await ensured, ensured.get_name(), asyncio.ensure_future(ensured) is ensured)
    inner = asyncio.create_task(work('inner', 1), name='inner')
    outer = asyncio.shield(inner)
    done, pending = await asyncio.wait([inner, outer, asyncio.ensure_future(work('slept', 1))])
    log(sorted(future.result() for future in done), len(pending))
    for each in asyncio.all_tasks():
        log(each.get_name(), each is asyncio.current_task())


asyncio.run(main())
