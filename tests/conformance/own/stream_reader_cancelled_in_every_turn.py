"""StreamReader: cancelled before, with and after the data comes, a waiter gives its place to the next."""
import asyncio
from caselog import log, err


async def take(reader, name, n):
    try:
        log(name, await reader.readexactly(n))
    except asyncio.CancelledError:
        log(name, 'cancelled')
        raise
    except (RuntimeError, EOFError) as exc:
        log(name, err(exc))


async def main():
    for turns in range(4):
        reader = asyncio.StreamReader()
        first = asyncio.create_task(take(reader, f'first {turns}', 2), name=f'first {turns}')
        asyncio.get_running_loop().call_soon(reader.feed_data, b'abcd')
        for _ in range(turns):
            await asyncio.sleep(0)
        first.cancel()
        second = asyncio.create_task(take(reader, f'second {turns}', 3), name=f'second {turns}')
        await asyncio.wait([first, second], timeout=1)
        reader.feed_eof()
        await asyncio.wait([first, second])
        log('left', await reader.read())


asyncio.run(main())
