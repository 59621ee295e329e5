import asyncio

GAP = 1
LOCK = "none"
TASKS = 3

bank = {"value": 0}
lock = asyncio.Lock()


async def read_and_write(name):
    value = bank["value"]
    print(name, "read", value)
    if GAP is not None:
        await asyncio.sleep(GAP)
    if LOCK == "too_small":
        async with lock:
            bank["value"] = value + 1
    else:
        bank["value"] = value + 1
    print(name, "wrote", value + 1)


async def add(name):
    if LOCK == "around_all":
        async with lock:
            await read_and_write(name)
    else:
        await read_and_write(name)


async def main():
    tasks = [asyncio.create_task(add(name), name=name) for name in "ABCD"[:TASKS]]
    await asyncio.gather(*tasks)
    print("bank:", bank["value"])


if __name__ == "__main__":
    asyncio.run(main())
