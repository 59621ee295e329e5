"""Exception handlers and done callbacks that raise, add and remove callbacks, and stop looking at errors."""
import asyncio
import functools
from caselog import log, err


def handler(loop, context):
    log('handler', context['message'].split(' callback ')[0], err(context['exception']) if 'exception' in context else '-', sorted(context))
    if 'handler' in mode:
        raise KeyError('in the handler')


def bad(number, future):
    log('bad', number, future.cancelled())
    raise ValueError(number)


def adds(future):
    log('adds', future.result())
    future.add_done_callback(functools.partial(bad, 9))
    future.add_done_callback(late)
    asyncio.get_running_loop().call_soon(late, future)


def late(future):
    log('late', future.done(), asyncio.current_task())


async def fails():
    await asyncio.sleep(1)
    raise OSError(5, 'gone')


def divides():
    return 1 / 0


mode = set()


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(handler)
    future = loop.create_future()
    first = functools.partial(bad, 1)
    future.add_done_callback(first)
    future.add_done_callback(adds)
    future.add_done_callback(first)
    future.add_done_callback(late)
    log(future.remove_done_callback(first), future.remove_done_callback(late))
    future.add_done_callback(functools.partial(bad, 2))
    future.set_result('value')
    log('set')
    await asyncio.sleep(0)
    log('turn')
    await asyncio.sleep(0)
    mode.add('handler')
    loop.call_later(1, bad, 3, future)
    loop.call_soon(divides)
    await asyncio.sleep(2)
    log('after the handler raised')
    mode.clear()
    loop.call_exception_handler({'message': 'by hand', 'future': future, 'detail': 7})
    task = asyncio.create_task(fails(), name='fails')
    await asyncio.wait([task])
    del task
    await asyncio.sleep(0)
    lost = loop.create_future()
    lost.set_exception(ValueError('nobody looked'))
    lost = None
    mode.add('handler')
    seen = loop.create_future()
    seen.set_exception(ValueError('looked at'))
    log(err(seen.exception()))
    lost = loop.create_future()
    lost.add_done_callback(functools.partial(bad, 4))
    lost.cancel('c')
    await asyncio.sleep(0)
    loop.set_exception_handler(None)
    log(loop.get_exception_handler())


asyncio.run(main())
