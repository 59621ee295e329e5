import asyncio

CANCEL = "child_a"
RETURN_EXCEPTIONS = False


async def child(name, delay):
    try:
        await asyncio.sleep(delay)
    except asyncio.CancelledError:
        print(name, "is cancelled")
        raise
    print(name, "is finished")
    return name


async def outer(a, b):
    limit = 2 if CANCEL == "timeout" else None
    both = asyncio.gather(a, b, return_exceptions=RETURN_EXCEPTIONS)
    print("gather gives", await asyncio.wait_for(both, limit))


async def main():
    a = asyncio.create_task(child("A", 1.5), name="A")
    b = asyncio.create_task(child("B", 4), name="B")
    waiting = asyncio.create_task(outer(a, b), name="outer")
    await asyncio.sleep(1)
    if CANCEL == "child_a":
        a.cancel()
    if CANCEL == "outer":
        waiting.cancel()
    try:
        await waiting
    except BaseException as error:
        print("outer ends with", type(error).__name__)
    await asyncio.sleep(4)


if __name__ == "__main__":
    asyncio.run(main())
