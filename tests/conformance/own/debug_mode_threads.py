"""Debug mode: other threads may only use call_soon_threadsafe()."""

import asyncio

from caselog import err, log


def refused(call):
    try:
        call()
    except RuntimeError as exc:
        return err(exc)
    return "done"


async def waits(future):
    return await future


async def main():
    loop = asyncio.get_running_loop()
    log(loop.get_debug(), loop.slow_callback_duration)
    log(await asyncio.to_thread(refused, lambda: loop.call_soon_threadsafe(log, "called")))
    loop.set_debug(True)
    log(loop.get_debug())
    log(await asyncio.to_thread(refused, lambda: loop.call_soon(log, "never")))
    log(await asyncio.to_thread(refused, lambda: loop.call_later(1, log, "never")))
    log(await asyncio.to_thread(refused, lambda: loop.call_soon_threadsafe(log, "called again")))
    log(refused(lambda: loop.call_soon(log, "called by the loop's own")))
    await asyncio.sleep(1)


asyncio.run(main())
