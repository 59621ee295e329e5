"""Exception handler: the keys of each kind of report, keys of one's own, and the context in which it is called."""
import asyncio
import contextvars
from caselog import log, err

var = contextvars.ContextVar('var', default='nobody')


def handler(loop, context):
    parts = [sorted(context), err(context['exception']) if 'exception' in context else None, 'seen by', var.get()]
    for key in 'future', 'task':
        if key in context and isinstance(context[key], asyncio.Task):
            parts.append(f'{key} {context[key].get_name()}')
    log(context.get('message', 'no message').split(' <')[0].split('(')[0], *parts)


async def fails(text):
    var.set('failing task')
    raise ValueError(text)


async def forever():
    var.set('lost task')
    await asyncio.get_running_loop().create_future()


def bad():
    var.set('callback')
    raise ValueError('callback')


def bad_done(future):
    bad()


def make_future(loop):
    future = loop.create_future()
    future.set_exception(ValueError('future'))


async def numbers():
    try:
        yield 1
    finally:
        raise KeyError('closing')


async def main():
    loop = asyncio.get_running_loop()
    log('handler set', loop.get_exception_handler() is not None)
    loop.set_exception_handler(handler)
    log('handler set', loop.get_exception_handler() is not None)
    var.set('main')
    asyncio.create_task(fails('task'), name='T')
    await asyncio.sleep(1)
    make_future(loop)
    loop.call_soon(bad)
    context = contextvars.copy_context()
    context.run(var.set, 'explicit')
    loop.call_later(1, bad, context=context)
    future = loop.create_future()
    future.add_done_callback(bad_done)
    future.set_result(1)
    await asyncio.sleep(2)
    log('callback set', context[var])
    gather = asyncio.gather(fails('gathered'))
    await asyncio.sleep(1)
    del gather
    loop.call_exception_handler({'message': 'mine'})
    loop.call_exception_handler({'message': 'mine, too', 'exception': KeyError('k'), 'detail': 5})
    loop.call_exception_handler({'exception': KeyError('k')})
    other = asyncio.create_task(forever(), name='other')
    await asyncio.sleep(0)
    loop.call_exception_handler({'message': 'about another task', 'task': other})
    other.cancel()
    loop.set_exception_handler(None)
    log('handler set', loop.get_exception_handler() is not None)
    loop.set_exception_handler(handler)
    generator = numbers()
    await anext(generator)
    del generator
    await asyncio.sleep(1)
    log('end')


asyncio.run(main())
