"""Tasks made of a generator's calls: how they show while they wait and when they are done."""
import asyncio
import re
from caselog import log


async def numbers():
    try:
        for i in range(3):
            await asyncio.sleep(1)
            yield i
    finally:
        await asyncio.sleep(1)


def show(task):
    return re.sub(r" at 0x[0-9a-f]+", "", repr(task))


async def watched(name, call):
    task = asyncio.create_task(call, name=name)
    log(show(task))
    await asyncio.sleep(0.5)
    log(show(task))
    await asyncio.wait([task])
    log(show(task))


async def main():
    generator = numbers()
    await watched("first", anext(generator))
    await watched("second", generator.asend(None))
    await watched("thrown", generator.athrow(ValueError("odd")))
    await watched("closed", generator.aclose())
    generator = numbers()
    await anext(generator)
    await watched("closing", generator.aclose())


if __name__ == "__main__":
    asyncio.run(main())
