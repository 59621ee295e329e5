"""Where a failure that nobody looked at is reported: when the last of who holds its task or future lets go."""

import asyncio

from caselog import err, log


async def fail(text, seconds=0):
    await asyncio.sleep(seconds)
    raise ValueError(text)


async def give(text, seconds=0):
    await asyncio.sleep(seconds)
    return text


async def stubborn():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        raise KeyError('stubborn')


async def at_once():
    raise OSError('at once')


def in_a_thread():
    raise ZeroDivisionError('thread')


def handler(loop, context):
    future = context.get('future')
    name = future.get_name() if isinstance(future, asyncio.Task) else None
    log('unseen', context['message'], repr(context['exception']), name)


async def in_variables():
    held = set()
    task = asyncio.create_task(fail('background'), name='background')
    held.add(task)
    task.add_done_callback(held.discard)
    del task
    await asyncio.sleep(1)
    task = asyncio.create_task(fail('first'), name='first')
    await asyncio.sleep(1)
    task = asyncio.create_task(fail('second'), name='second')
    log('overwritten')
    await asyncio.sleep(1)
    task = None
    log('None')
    by_number = {i: asyncio.create_task(fail(f'd{i}'), name=f'd{i}') for i in range(3)}
    await asyncio.sleep(1)
    by_number.pop(1)
    log('popped')
    by_number[2] = None
    log('replaced')
    by_number.clear()
    many = [asyncio.create_task(fail(f'l{i}'), name=f'l{i}') for i in range(3)]
    await asyncio.sleep(1)
    many[0].exception()
    many = many[:2]
    log('sliced')


async def in_waits():
    done, pending = await asyncio.wait(
        [asyncio.create_task(fail('waited'), name='waited'), asyncio.create_task(give('other', 1), name='other')],
        return_when=asyncio.FIRST_COMPLETED,
    )
    log(len(done), len(pending))
    done = None
    log('dropped')
    await asyncio.wait(pending)
    try:
        await asyncio.gather(fail('g1', 1), fail('g2', 2))
    except ValueError as exc:
        log(err(exc))
    await asyncio.sleep(2)
    try:
        await asyncio.wait_for(stubborn(), 1)
    except KeyError as exc:
        log(err(exc))
    task = asyncio.create_task(stubborn(), name='stubborn')
    try:
        await asyncio.wait_for(asyncio.shield(task), 1)
    except TimeoutError:
        log('timeout')
    task.cancel()
    del task
    await asyncio.sleep(1)


async def in_futures():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    loop.call_later(1, future.set_exception, KeyError('future'))
    del future
    await asyncio.sleep(2)
    future = loop.create_future()
    future.add_done_callback(lambda future: log('called', future.done()))
    future.set_exception(KeyError('called'))
    del future
    await asyncio.sleep(1)
    future = loop.create_future()
    future.add_done_callback(lambda future: log('called', repr(future.exception())))
    future.set_exception(KeyError('looked at'))
    del future
    await asyncio.sleep(1)
    future = loop.run_in_executor(None, in_a_thread)
    await asyncio.sleep(1)
    del future
    log('thread dropped')


async def at_the_end_of_a_coroutine():
    task = asyncio.create_task(fail('local'), name='local')
    await asyncio.sleep(1)
    log(task.done())


async def main():
    asyncio.get_running_loop().set_exception_handler(handler)
    asyncio.create_task(fail('eager'), name='eager', eager_start=True)
    asyncio.create_task(at_once(), name='at once', eager_start=True)
    log('eager tasks are there')
    await in_variables()
    await in_waits()
    await in_futures()
    await at_the_end_of_a_coroutine()
    log('last')
    task = asyncio.create_task(fail('last'), name='last')
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    log(task.done())


asyncio.run(main())
