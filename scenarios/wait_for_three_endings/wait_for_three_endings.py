import asyncio

FAILS = False
LIMIT = 5
CANCEL_AT = 1


async def work():
    try:
        await asyncio.sleep(2)
    except asyncio.CancelledError:
        print("work is cancelled")
        raise
    if FAILS:
        raise ValueError("work fails")
    return "result"


async def waits():
    return await asyncio.wait_for(work(), LIMIT)


async def main():
    outer = asyncio.create_task(waits(), name="outer")
    if CANCEL_AT is not None:
        await asyncio.sleep(CANCEL_AT)
        outer.cancel()
    try:
        print("ends with", await outer)
    except asyncio.CancelledError:
        print("ends with CancelledError")
    except TimeoutError:
        print("ends with TimeoutError")
    except ValueError:
        print("ends with ValueError")


if __name__ == "__main__":
    asyncio.run(main())
