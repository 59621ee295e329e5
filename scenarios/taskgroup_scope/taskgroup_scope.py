import asyncio

STYLE = "TaskGroup"
FAILS_AT = 1
STUBBORN = False


async def child(name, delay):
    try:
        await asyncio.sleep(delay)
        print(name, "is finished")
    except asyncio.CancelledError:
        print(name, "is cancelled")
        if name == "C" and STUBBORN:
            await asyncio.sleep(2)
        raise


async def bad():
    if FAILS_AT is not None:
        await asyncio.sleep(FAILS_AT)
        raise ValueError("boom")


def start_all(owner):
    a = owner.create_task(child("A", 2), name="A")
    b = owner.create_task(bad(), name="bad")
    c = owner.create_task(child("C", 3), name="C")
    return a, b, c


async def main():
    try:
        if STYLE == "gather":
            await asyncio.gather(*start_all(asyncio))
        else:
            async with asyncio.TaskGroup() as group:
                start_all(group)
        print("all are done")
    except (ValueError, ExceptionGroup) as error:
        print("caught", repr(error))
    await asyncio.sleep(3)


if __name__ == "__main__":
    asyncio.run(main())
