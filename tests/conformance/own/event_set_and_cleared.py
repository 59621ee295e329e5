"""Event: set() and clear() in one step wake all who waited; whoever comes after clear() waits; one is cancelled after set()."""

import asyncio

from caselog import log


async def waiter(name, event):
    try:
        log(name, "woken", await event.wait(), event.is_set(), event)
    except asyncio.CancelledError:
        log(name, "cancelled")
        raise


async def main():
    event = asyncio.Event()
    tasks = [asyncio.create_task(waiter(n, event), name=n) for n in "ABC"]
    await asyncio.sleep(1)
    event.set()
    event.set()
    event.clear()
    log(event)
    tasks[1].cancel()
    late = asyncio.create_task(waiter("late", event), name="late")
    await asyncio.wait(tasks)
    log("late done", late.done())
    event.set()
    log(await event.wait())
    await late


asyncio.run(main())
