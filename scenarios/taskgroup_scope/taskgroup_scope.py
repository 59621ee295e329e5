import asyncio

FAILS_AT = 1
STUBBORN = False


async def child(name, delay):
    try:
        await asyncio.sleep(delay)
    except asyncio.CancelledError:
        print(name, "is cancelled")
        if name == "C" and STUBBORN:
            await asyncio.sleep(2)
            print(name, "ends at last")
        raise
    print(name, "is finished")


async def bad():
    await asyncio.sleep(FAILS_AT)
    raise ValueError("boom")


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(child("A", 2), name="A")
            if FAILS_AT is not None:
                group.create_task(bad(), name="bad")
            group.create_task(child("C", 3), name="C")
            print("all are started")
        print("the block ends")
    except ExceptionGroup as error:
        print("caught", repr(error))


if __name__ == "__main__":
    asyncio.run(main())
