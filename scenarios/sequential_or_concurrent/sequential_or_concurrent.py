import asyncio

STYLE = "create_task_and_await"
DELAY = 1
COUNT = 3
NAMES = "ABCDE"[:COUNT]


async def fetch(name):
    print("fetch", name)
    await asyncio.sleep(DELAY)
    print("got", name)


async def main():
    if STYLE == "await":
        for name in NAMES:
            await fetch(name)
    if STYLE == "create_task_and_await":
        for name in NAMES:
            await asyncio.create_task(fetch(name), name=name)
    if STYLE == "create_all_first":
        tasks = [asyncio.create_task(fetch(name), name=name) for name in NAMES]
        for task in tasks:
            await task
    if STYLE == "gather":
        await asyncio.gather(*[fetch(name) for name in NAMES])
    if STYLE == "one_task_one_await":
        task = asyncio.create_task(fetch("A"), name="A")
        await fetch("B")
        await task
    print("all done")


if __name__ == "__main__":
    asyncio.run(main())
