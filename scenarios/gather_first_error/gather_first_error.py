import asyncio

RETURN_EXCEPTIONS = False
STAY = True
C_FAILS = False


async def good(name, delay):
    try:
        await asyncio.sleep(delay)
    except asyncio.CancelledError:
        print(name, "is cancelled")
        raise
    print(name, "ends")
    return name


async def bad(name, delay):
    await asyncio.sleep(delay)
    print(name, "fails")
    raise ValueError(name)


async def main():
    a = asyncio.create_task(good("A", 3), name="A")
    b = asyncio.create_task(bad("B", 1), name="B")
    c = asyncio.create_task(bad("C", 2) if C_FAILS else good("C", 2), name="C")
    try:
        print(await asyncio.gather(a, b, c, return_exceptions=RETURN_EXCEPTIONS))
    except ValueError as error:
        print("caught", repr(error))
    if STAY:
        await asyncio.sleep(5)
    print("main ends")


if __name__ == "__main__":
    asyncio.run(main())
