"""Asynchronous generators: closed, thrown into and asked again while they wait, in finally, by others and by a timeout."""

import asyncio
import gc

from caselog import err, log


async def numbers(name, rest=0):
    try:
        for number in range(3):
            await asyncio.sleep(1)
            try:
                yield str(number)
            except ValueError as exc:
                log(name, 'caught', err(exc))
                yield 'caught'
    except asyncio.CancelledError as exc:
        log(name, 'cancelled', err(exc))
        raise
    except GeneratorExit:
        log(name, 'told to end')
        raise
    finally:
        log(name, 'cleans up')
        await asyncio.sleep(rest)
        log(name, 'is clean')


async def stubborn():
    try:
        yield 1
    except GeneratorExit:
        yield 2


async def attempt(what, awaitable):
    try:
        log(what, 'gave', await awaitable)
    except BaseException as exc:
        log(what, repr(exc))


async def limited(generator, seconds):
    async with asyncio.timeout(seconds):
        async for number in generator:
            log('number', number)


async def body(generator):
    async for number in generator:
        log('number', number)
        await asyncio.sleep(10)


async def main():
    log('asked while it waits')
    generator = numbers('a')
    waiting = asyncio.create_task(anext(generator), name='waiting')
    await asyncio.sleep(0)
    await attempt('second', anext(generator))
    await attempt('close', generator.aclose())
    await attempt('throw', generator.athrow(ValueError('early')))
    await attempt('waiting', waiting)
    await attempt('throw', generator.athrow(ValueError('in time')))
    await attempt('next', anext(generator))
    await attempt('close', generator.aclose())
    await attempt('close again', generator.aclose())
    await attempt('after', anext(generator))
    await attempt('throw after', generator.athrow(ValueError('late')))
    log('cancelled while it waits')
    generator = numbers('b', 1)
    waiting = asyncio.create_task(anext(generator), name='waiting')
    await asyncio.sleep(0.5)
    waiting.cancel('stop')
    await attempt('waiting', waiting)
    await attempt('after', anext(generator))
    log('the close is cancelled')
    generator = numbers('c', 5)
    await attempt('first', anext(generator))
    closing = asyncio.create_task(generator.aclose(), name='closing')
    await asyncio.sleep(1)
    closing.cancel('enough')
    await attempt('closing', closing)
    await attempt('close again', generator.aclose())
    log('out of time')
    await attempt('limited', limited(numbers('d', 1), 2.5))
    log('never begun')
    await attempt('close', numbers('e').aclose())
    generator = numbers('f')
    await attempt('throw', generator.athrow(ValueError('unborn')))
    await attempt('next', anext(generator))
    log('it goes on')
    generator = stubborn()
    await attempt('next', anext(generator))
    await attempt('close', generator.aclose())
    log('cancelled while it yields')
    generator = numbers('g')
    task = asyncio.create_task(body(generator), name='body')
    await asyncio.sleep(2)
    task.cancel('in the body')
    await attempt('body', task)
    await attempt('next', anext(generator))
    await generator.aclose()
    await attempt('default', anext(generator, 'nothing'))
    gc.collect()  # tracebacks that hold a generator and each other, which run() would close once more


asyncio.run(main())
