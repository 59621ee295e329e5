"""print() and time.sleep() given to others to call, results and errors of a gather printed one by one, and several lines in one print()."""

import asyncio
import time

from caselog import log


def number(text):
    return int(text)


async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon(print, "printed", 1)
    loop.call_later(1, print, "later")
    future = loop.create_future()
    future.add_done_callback(print)
    loop.call_later(0.5, future.set_result, None)
    await asyncio.to_thread(time.sleep, 2)
    await loop.run_in_executor(None, time.sleep, 1)
    log("slept")
    results = await asyncio.gather(
        asyncio.to_thread(number, "x"), asyncio.sleep(1, "ok"), asyncio.sleep(1, 5), return_exceptions=True
    )
    log(results)
    log(isinstance(results[0], ValueError), isinstance(results[0], (TypeError, KeyError)))
    for result in results:
        print(result)
    print("two\nlines", "and\n")
    loop.call_soon_threadsafe(print, "threadsafe")
    await asyncio.sleep(0)
    await asyncio.sleep(0)


asyncio.run(main())
