"""TaskGroup: entered twice, used before, after and while it shuts down; refused coroutines do not warn."""

import asyncio

from caselog import err, log

async def work(delay, fails=False):
    try:
        await asyncio.sleep(delay)
    except asyncio.CancelledError:
        await asyncio.sleep(1)
        raise
    if fails:
        raise ValueError("work")


def refused(group):
    try:
        group.create_task(work(1), name="refused")
    except RuntimeError as exc:
        log(err(exc))


async def main():
    group = asyncio.TaskGroup()
    log(repr(group))
    refused(group)
    try:
        async with group:
            log(repr(group))
            group.create_task(work(1, True), name="fails")
            group.create_task(work(5), name="slow")
            log(repr(group))
            try:
                await group.__aenter__()
            except RuntimeError as exc:
                log(err(exc))
            try:
                await asyncio.sleep(9)
            finally:
                log(repr(group))
                refused(group)
    except ExceptionGroup as exc:
        log(err(exc), "|", exc, "|", repr(exc))
    try:
        async with group:
            log("never printed")
    except RuntimeError as exc:
        log("entered again:", type(exc).__name__)
    group = asyncio.TaskGroup()
    async with group:
        pass
    refused(group)


asyncio.run(main())
