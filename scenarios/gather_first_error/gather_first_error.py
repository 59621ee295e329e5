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
    a, b = good("A", 3), bad("B", 1)
    c = bad("C", 2) if C_FAILS else good("C", 2)
    try:
        if RETURN_EXCEPTIONS:
            results = await asyncio.gather(a, b, c, return_exceptions=True)
            print(results)
        else:
            results = await asyncio.gather(a, b, c)
            print(results)
    except ValueError as error:
        print("caught", repr(error))
    if STAY:
        await asyncio.sleep(5)
    print("main ends")


if __name__ == "__main__":
    asyncio.run(main())
