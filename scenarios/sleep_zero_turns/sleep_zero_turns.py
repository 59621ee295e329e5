import asyncio

DELAY = 0
WORKERS = 2
STEPS = 3


async def worker(name):
    for number in range(STEPS):
        print(name, number)
        if DELAY is not None:
            await asyncio.sleep(DELAY)


async def main():
    tasks = []
    for name in "ABCD"[:WORKERS]:
        tasks.append(asyncio.create_task(worker(name), name=name))
    for task in tasks:
        await task


if __name__ == "__main__":
    asyncio.run(main())
