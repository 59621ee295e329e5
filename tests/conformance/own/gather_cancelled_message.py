"""gather() that is cancelled, with return_exceptions: the message is that of its last argument, not of the last to end."""

import asyncio

from caselog import err, log


async def cancels_itself():
    asyncio.current_task().cancel("enough")


async def sleeps():
    await asyncio.sleep(10)


async def attempt(*coroutines):
    gathering = asyncio.gather(*coroutines, return_exceptions=True)
    await asyncio.sleep(1)
    gathering.cancel()
    try:
        await gathering
    except asyncio.CancelledError as exc:
        log(err(exc))


async def main():
    await attempt(sleeps(), cancels_itself())
    await attempt(cancels_itself(), sleeps())


asyncio.run(main())
