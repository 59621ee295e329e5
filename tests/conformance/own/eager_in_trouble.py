"""Eager tasks: swallowed and repeated cancellation, groups that fail inside of create_task(), callbacks and names of what is over."""

import asyncio
import contextvars

from caselog import err, log, outcome

var = contextvars.ContextVar('var', default='outside')


async def finishes(what):
    var.set(what)
    log('runs', what, asyncio.current_task().get_name())
    return what


async def fails(what):
    raise ValueError(what)


async def swallows(turns):
    me = asyncio.current_task()
    for turn in range(turns):
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError as exc:
            log('swallowed', err(exc), me.cancelling())
    return me.uncancel()


async def cancels_itself(then):
    me = asyncio.current_task()
    log(me.cancel('me'), me.cancelling(), me in asyncio.all_tasks())
    if then == 'awaits':
        await asyncio.sleep(0)
    if then == 'takes back':
        log(me.uncancel())
        await asyncio.sleep(0)
    if then == 'raises':
        raise KeyError('own')
    return then


async def starts_others(depth):
    if depth == 0:
        await asyncio.sleep(0)
        return 0
    child = asyncio.create_task(starts_others(depth - 1), name=f'child{depth}')
    log('started', depth, outcome(child), asyncio.current_task().get_name())
    return await child + 1


async def attempt(name, awaitable):
    try:
        log(name, await awaitable)
    except BaseException as exc:
        log(name, err(exc))


async def group_of(*coroutines):
    async with asyncio.TaskGroup() as group:
        for index, coroutine in enumerate(coroutines):
            try:
                task = group.create_task(coroutine, name=f'in{index}')
            except RuntimeError as exc:
                log(err(exc))
                continue
            log(index, outcome(task))
    return 'group'


async def main():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(asyncio.eager_task_factory)
    done = asyncio.create_task(finishes('a'), name='a')
    log(outcome(done), var.get(), done.get_name(), done.cancel(), done.cancelling())
    done.add_done_callback(lambda task: log('called', task.result()))
    log('not yet')
    await asyncio.sleep(0)
    for then in 'awaits', 'takes back', 'raises', 'returns':
        task = asyncio.create_task(cancels_itself(then), name=then)
        log(outcome(task))
        await attempt(then, task)
    task = asyncio.create_task(swallows(3), name='s')
    log(task.cancel('one'), task.cancel('two'), task.cancelling())
    await asyncio.sleep(0)
    log(task.cancel('three'))
    await attempt('swallows', task)
    await attempt('nested', starts_others(3))
    await attempt('good', group_of(finishes('b'), finishes('c')))
    await attempt('bad', group_of(finishes('d'), fails('e'), finishes('f'), swallows(1)))
    await attempt('slow', group_of(swallows(1), fails('g')))
    await attempt('gather', asyncio.gather(fails('h'), finishes('i'), swallows(1)))
    await attempt('collected', asyncio.gather(fails('j'), finishes('k'), return_exceptions=True))
    await attempt('shield', asyncio.shield(fails('l')))
    await attempt('zero', asyncio.wait_for(finishes('m'), 0))
    await attempt('negative', asyncio.wait_for(asyncio.sleep(1, 'late'), -1))
    for coroutine in asyncio.as_completed([finishes('n'), asyncio.sleep(0, 'o'), fails('p')]):
        await attempt('completed', coroutine)
    loop.set_task_factory(None)
    by_hand = asyncio.create_task(finishes('q'), name='q', eager_start=True)
    log(outcome(by_hand))
    future = asyncio.ensure_future(finishes('r'))
    log(outcome(future))
    await attempt('lazy', future)
    context = contextvars.copy_context()
    context.run(var.set, 'given')
    log(outcome(asyncio.create_task(finishes('s'), context=context, eager_start=True)), context[var], var.get())


asyncio.run(main())
