"""Eager starts that fail, finish, suspend, cancel and rename at once, with contexts, groups and callbacks."""
import asyncio
import contextvars
from caselog import log, err, outcome

where = contextvars.ContextVar('where', default='out')


async def now(value, exc=None):
    task = asyncio.current_task()
    log('now', value, task.get_name(), where.get())
    where.set(value)
    if exc:
        raise exc
    return value


async def later(name, delay):
    log(name, 'begins')
    inner = asyncio.create_task(now(name + ' inner'), name=name + ' inner')
    log(name, outcome(inner), inner.get_coro() is None)
    asyncio.current_task().set_name(name + '!')
    try:
        await asyncio.sleep(delay)
    finally:
        log(name, 'ends', asyncio.current_task().get_name())
    return delay


async def cancels_itself():
    task = asyncio.current_task()
    log(task.cancel('self'), task.cancelling())
    await asyncio.sleep(0)


async def cancels_parent(parent):
    parent.cancel('by the child')
    return 'child'


async def main():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(asyncio.eager_task_factory)
    main_task = asyncio.current_task()
    context = contextvars.copy_context()
    done = asyncio.create_task(now('A'), name='A', context=context)
    log(outcome(done), where.get(), context[where], repr(done.get_coro()))
    done.add_done_callback(lambda t: log('callback', t.get_name()))
    failed = asyncio.create_task(now('B', KeyError('b')), name='B')
    log(outcome(failed), asyncio.current_task() is main_task)
    lazy = asyncio.Task(now('C'), loop=loop, name='C', eager_start=False)
    log(outcome(lazy), [t.get_name() for t in sorted(asyncio.all_tasks(), key=lambda t: t.get_name())])
    pending = asyncio.create_task(later('D', 2), name='D')
    log(pending.get_name(), outcome(pending), pending.cancelling())
    log(await asyncio.gather(done, lazy, pending, failed, return_exceptions=True))
    itself = asyncio.create_task(cancels_itself(), name='itself')
    log(outcome(itself), itself.cancelling())
    log(err((await asyncio.gather(itself, return_exceptions=True))[0]))
    child = asyncio.create_task(cancels_parent(main_task), name='child')
    log(outcome(child), main_task.cancelling())
    try:
        log(await child)
        log('no suspension, no cancellation')
        await asyncio.sleep(1)
    except asyncio.CancelledError as exc:
        log(err(exc), main_task.uncancel())
    try:
        async with asyncio.TaskGroup() as tg:
            first = tg.create_task(now('E'), name='E')
            second = tg.create_task(later('F', 5), name='F')
            third = tg.create_task(now('G', ValueError('g')), name='G')
            log(outcome(first), outcome(second), outcome(third), tg)
            fourth = tg.create_task(later('H', 1), name='H')
            await asyncio.sleep(0)
            log('not reached')
    except* ValueError as exc:
        log(err(exc), outcome(second), outcome(fourth), main_task.cancelling())
    try:
        await asyncio.wait_for(now('I', OSError('i')), 1)
    except OSError as exc:
        log(err(exc))
    async with asyncio.timeout(1):
        log(await asyncio.shield(now('J')), await asyncio.wait_for(now('K'), 0))
    for each in asyncio.as_completed([now('L'), later('M', 1), now('N')]):
        log('completed', await each)
    log(where.get())


asyncio.run(main())
