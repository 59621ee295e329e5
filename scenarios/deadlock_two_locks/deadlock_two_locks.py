import asyncio

PAUSE = 1
SAME_ORDER = False
LIMIT = None


async def worker(name, first, second):
    async with first:
        print(name, "has its first lock")
        if PAUSE is not None:
            await asyncio.sleep(PAUSE)
        async with second:
            print(name, "has both")


async def main():
    x, y = asyncio.Lock(), asyncio.Lock()
    order = (x, y) if SAME_ORDER else (y, x)
    a = asyncio.create_task(worker("A", x, y), name="A")
    b = asyncio.create_task(worker("B", *order), name="B")
    try:
        await asyncio.wait_for(asyncio.gather(a, b), LIMIT)
        print("both are done")
    except TimeoutError:
        print("TimeoutError")


if __name__ == "__main__":
    asyncio.run(main())
