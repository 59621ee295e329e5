"""AsyncExitStack: as many managers as a list has; one fails to open, one fails to close, one swallows, a cancellation in between."""

import asyncio
import gc
from contextlib import AsyncExitStack, asynccontextmanager

from caselog import err, log, outcome


@asynccontextmanager
async def resource(name):
    await asyncio.sleep(1)
    if name == "no":
        raise OSError("cannot open")
    log("opens", name)
    try:
        yield name
    except BaseException as exc:
        if name != "swallows":
            raise
        log(name, err(exc))
    finally:
        await asyncio.sleep(1)
        log("closes", name)
        if name == "fails":
            raise RuntimeError("cannot close")


async def use(names, error=None):
    async with AsyncExitStack() as stack:
        opened = [await stack.enter_async_context(resource(name)) for name in names]
        log(opened)
        if error:
            raise error
        await asyncio.sleep(5)
        log("used")


async def attempt(names, error=None, cancelled_at=None):
    task = asyncio.create_task(use(names, error), name="uses")
    if cancelled_at:
        await asyncio.sleep(cancelled_at)
        task.cancel("enough")
    await asyncio.wait([task])
    log(names, outcome(task))


async def main():
    await attempt(["a", "b", "c"])
    await attempt([])
    await attempt(["a", "no", "c"])
    await attempt(["a", "fails", "c"])
    await attempt(["a", "swallows", "fails"], ValueError("body"))
    await attempt(["a", "swallows"], KeyError("body"))
    await attempt(["a", "b", "c"], cancelled_at=1.5)
    await attempt(["a", "b"], cancelled_at=4)
    await attempt(["a", "swallows"], cancelled_at=4)
    gc.collect()  # contextlib's frames and their exceptions hold each other, and the generators


asyncio.run(main())
