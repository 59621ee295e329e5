"""Context variables inside of asynchronous generators, their finally, callbacks, timers, eager tasks and nested runs."""

import asyncio
import contextvars

from caselog import log

var = contextvars.ContextVar('var', default='default')
other = contextvars.ContextVar('other')


async def numbers(name):
    var.set(f'set by {name}')
    try:
        for number in range(3):
            log(name, number, 'sees', var.get())
            yield number
    finally:
        log(name, 'ends with', var.get())
        var.set(f'end of {name}')


async def consumes(name, generator, count):
    var.set(f'set by {name}')
    async for number in generator:
        log(name, 'got', number, var.get())
        var.set(f'{name} {number}')
        if number == count:
            break
    log(name, 'leaves with', var.get())


async def in_turns(generator):
    for name in 'xy':
        task = asyncio.create_task(anext(generator), name=name)
        log(await task, var.get())
    context = contextvars.copy_context()
    context.run(var.set, 'a given context')
    task = asyncio.create_task(anext(generator), name='z', context=context)
    log(await task, var.get(), context[var])


async def main():
    loop = asyncio.get_running_loop()
    await consumes('direct', numbers('one'), 5)
    log('main', var.get())
    generator = numbers('two')
    await asyncio.create_task(consumes('task', generator, 1), name='task')
    log('main', var.get())
    await generator.aclose()
    log('main', var.get())
    await in_turns(numbers('three'))
    log(other.get('nothing'), other in contextvars.copy_context())
    try:
        other.get()
    except LookupError as exc:
        log('LookupError', other.name)
    token = other.set(1)

    def callback(what):
        log(what, var.get(), other.get('nothing'))
        other.set(what)

    loop.call_soon(callback, 'soon')
    loop.call_later(1, callback, 'later')
    other.set(2)
    context = contextvars.copy_context()
    loop.call_soon(callback, 'given', context=context)
    loop.call_later(1, callback, 'later given', context=context)
    other.reset(token)
    log(other.get('nothing'), token.var is other, token.old_value is contextvars.Token.MISSING)
    loop.call_soon(callback, 'after reset')
    await asyncio.sleep(2)
    log(context[other], other.get('nothing'))
    future = loop.create_future()
    var.set('when added')
    future.add_done_callback(lambda _: log('done', var.get()))
    future.add_done_callback(lambda _: log('done given', var.get()), context=context)
    var.set('when set')
    future.set_result(None)
    await asyncio.sleep(0)
    eager = asyncio.create_task(consumes('eager', numbers('four'), 0), name='eager', eager_start=True)
    log('main', var.get(), eager.done())
    await eager
    log(context.run(var.get))


asyncio.run(main())
