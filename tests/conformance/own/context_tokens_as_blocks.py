"""Context variables: tokens as blocks, what a with statement restores, Context.run in tasks, and what generators and eager tasks see."""

import asyncio
import contextvars

from caselog import err, log

var = contextvars.ContextVar('var', default='default')
other = contextvars.ContextVar('other')


async def child(name):
    log(name, 'begins', var.get(), other.get('none'))
    var.set(name)
    await asyncio.sleep(1)
    log(name, 'ends', var.get())
    return var.get()


async def items(name):
    for i in range(2):
        log(name, 'item', i, var.get())
        with var.set(f'{name} {i}'):
            yield i
            log(name, 'after', i, var.get())


def callback(name):
    log('callback', name, var.get())
    var.set(name)


async def main():
    loop = asyncio.get_running_loop()
    with var.set('outer') as token:
        log(var.get(), token.old_value is contextvars.Token.MISSING, token.var is var)
        with var.set('inner'):
            log(var.get())
            task = asyncio.create_task(child('task'), name='task')
        log(var.get())
        await task
        log(var.get())
        try:
            with var.set('raises'):
                raise ValueError('in the block')
        except ValueError as exc:
            log(err(exc), var.get())
    log(var.get())
    try:
        var.reset(token)
    except RuntimeError as exc:
        log(str(exc).split('<')[0])
    try:
        other.get()
    except LookupError as exc:
        log(type(exc).__name__)

    context = contextvars.copy_context()
    context.run(var.set, 'given')
    first, second = await asyncio.gather(
        asyncio.create_task(child('first'), context=context), asyncio.create_task(child('second'), context=context)
    )
    log(first, second, context[var], var.get(), len(context), other in context)

    async for i in items('g'):
        log('got', i, var.get())
        var.set(f'body {i}')
    log(var.get())
    generator = items('h')
    log(await asyncio.create_task(anext(generator), name='n1'), var.get())
    try:
        log(await asyncio.create_task(anext(generator), name='n2'), var.get())
    except ValueError as exc:
        log(str(exc).split('<')[0], str(exc).split('>')[-1])
    await generator.aclose()
    log(var.get())

    loop.call_soon(callback, 'one')
    loop.call_soon(callback, 'two', context=context)
    loop.call_later(1, callback, 'three', context=context)
    await asyncio.sleep(2)
    log(var.get(), context[var])
    future = loop.create_future()
    future.add_done_callback(lambda f: callback('four'), context=context)
    future.add_done_callback(lambda f: callback('five'))
    var.set('changed')
    future.set_result(None)
    await asyncio.sleep(0)
    log(var.get(), context[var])
    async with asyncio.TaskGroup() as group:
        with var.set('group'):
            a = group.create_task(child('a'), name='a')
        b = group.create_task(child('b'), name='b', context=context)
    log(a.get_context()[var], b.get_context() is context, context[var])
    loop.set_task_factory(asyncio.eager_task_factory)
    c = asyncio.create_task(child('c'), name='c')
    d = asyncio.create_task(child('d'), name='d', context=context)
    log(var.get(), context[var])
    await asyncio.wait_for(child('e'), 5)
    log(var.get())
    await asyncio.gather(c, d)
    log(await asyncio.to_thread(var.get), context.run(lambda: var.get()))
    try:
        context.run(context.run, lambda: 1)
    except RuntimeError as exc:
        log(str(exc).split(':')[0])


asyncio.run(main())
