"""Exceptions made of other things than a text: their args, text and repr, in a task, a future and a gather."""
import asyncio
from caselog import log, err, outcome


class Odd(Exception):
    pass


async def fails(error):
    raise error


async def main():
    errors = (ValueError(3), KeyError(1), KeyError('k'), Odd('a', 2), IndexError(), OSError(5, 'text'), OSError('text'),
              TimeoutError('late'), OverflowError(2.5), AttributeError(None), LookupError(True), RuntimeError(b'bytes'),
              Odd((1, 2)), SystemError([1, 2]), ConnectionResetError(104, 'reset'))
    for error in errors:
        log(error, '|', repr(error), '|', error.args, '|', err(error))
    results = await asyncio.gather(*(fails(error) for error in errors), return_exceptions=True)
    log(results)
    task = asyncio.create_task(fails(ValueError(3)), name='T')
    try:
        await task
    except ValueError as exc:
        log(exc.args[0], len(exc.args), outcome(task))
    future = asyncio.get_running_loop().create_future()
    future.set_exception(Odd(1, 'two', None))
    log(outcome(future), future.exception().args[1])
    try:
        raise OSError(2, 'gone')
    except OSError as exc:
        log(type(exc).__name__, exc.errno, exc.strerror)
    task = asyncio.create_task(asyncio.sleep(5), name='cancelled')
    await asyncio.sleep(0)
    task.cancel('why')
    try:
        await task
    except asyncio.CancelledError as exc:
        log(exc.args)
    task = asyncio.create_task(asyncio.sleep(5), name='cancelled')
    await asyncio.sleep(0)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError as exc:
        log(exc.args)


asyncio.run(main())
