"""aclosing(): a generator is closed when its block is left, by a break, an error or a cancellation."""
import asyncio
import contextlib
from caselog import log, err


async def numbers(n):
    try:
        for i in range(n):
            await asyncio.sleep(1)
            yield i
    finally:
        log('closing')
        await asyncio.sleep(1)
        log('closed')


async def main():
    async with contextlib.aclosing(numbers(5)) as generator:
        async for i in generator:
            log(i)
            if i == 1:
                break
    log('after the block')
    try:
        async with contextlib.aclosing(numbers(5)) as generator:
            log(await anext(generator))
            raise ValueError('in the block')
    except ValueError as exc:
        log(err(exc))
    try:
        async with asyncio.timeout(2.5):
            async with contextlib.aclosing(numbers(5)) as generator:
                async for i in generator:
                    log(i)
    except TimeoutError:
        log('timeout')


asyncio.run(main())
