"""TaskGroup: the body's own error is listed last; a KeyboardInterrupt of a child comes out alone, once all are done."""

import asyncio

from caselog import err, log

async def slow(name):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        raise ValueError(name) from None


async def quick():
    raise ValueError("quick")


async def body_fails():
    async with asyncio.TaskGroup() as group:
        group.create_task(slow("A"), name="A")
        group.create_task(quick(), name="quick")
        group.create_task(slow("B"), name="B")
        task = asyncio.create_task(asyncio.sleep(1))
        try:
            await task
        finally:
            raise KeyError("body")


async def main():
    try:
        await body_fails()
    except ExceptionGroup as exc:
        log(err(exc), len(exc.exceptions))
        match, rest = exc.split(KeyError)
        log(err(match), "|", err(rest), "|", exc.subgroup(OSError))
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(slow("C"), name="C")
            await asyncio.sleep(1)
            raise asyncio.CancelledError("by hand")
    except BaseException as exc:
        log(repr(exc))
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(asyncio.sleep(1), name="fine")
            await asyncio.sleep(0)
            raise asyncio.CancelledError("by hand")
    except BaseException as exc:
        log(repr(exc))


asyncio.run(main())
