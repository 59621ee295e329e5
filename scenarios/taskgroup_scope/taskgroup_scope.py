import asyncio

STYLE = "TaskGroup"
FAILS_AT = 1
STUBBORN = False


async def child(name, delay):
    try:
        await asyncio.sleep(delay)
        if name == "bad":
            raise ValueError("boom")
        print(name, "is finished")
    except asyncio.CancelledError:
        print(name, "is cancelled")
        if name == "C" and STUBBORN:
            await asyncio.sleep(2)
        raise


def start_all(owner):
    delays = {"A": 2, "bad": FAILS_AT, "C": 3}
    return [owner.create_task(child(name, delay), name=name) for name, delay in delays.items() if delay]


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
