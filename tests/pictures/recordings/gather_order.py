import asyncio

DELAY_A = 3
DELAY_B = 1
DELAY_C = 2
ARGUMENTS = "coroutines"


async def work(name, delay):
    print(name, "begins")
    await asyncio.sleep(delay)
    print(name, "ends")
    return name


async def main():
    if ARGUMENTS == "coroutines":
        results = await asyncio.gather(work("A", DELAY_A), work("B", DELAY_B), work("C", DELAY_C))
        print(results)
    elif ARGUMENTS == "tasks":
        a = asyncio.create_task(work("A", DELAY_A), name="A")
        b = asyncio.create_task(work("B", DELAY_B), name="B")
        c = asyncio.create_task(work("C", DELAY_C), name="C")
        results = await asyncio.gather(a, b, c)
        print(results)
    elif ARGUMENTS == "same_task_twice":
        a = asyncio.create_task(work("A", DELAY_A), name="A")
        results = await asyncio.gather(a, work("B", DELAY_B), a)
        print(results)
    else:
        results = await asyncio.gather()
        print(results)


if __name__ == "__main__":
    asyncio.run(main())
