import asyncio

GAP = 1
LOCK = "none"
TASKS = 3

bank = {"value": 0}
lock = asyncio.Lock()


async def read_and_write():
    value = bank["value"]
    print("read", value)
    if GAP is not None:
        await asyncio.sleep(GAP)
    if LOCK == "too_small":
        async with lock:
            bank["value"] = value + 1
    else:
        bank["value"] = value + 1
    print("wrote", value + 1)


async def add():
    if LOCK == "around_all":
        async with lock:
            await read_and_write()
    else:
        await read_and_write()


async def main():
    tasks = [asyncio.create_task(add(), name=name) for name in "ABCD"[:TASKS]]
    await asyncio.gather(*tasks)
    print("bank:", bank["value"])


if __name__ == "__main__":
    asyncio.run(main())
