import asyncio

DELAY_A = 3
DELAY_B = 1
DELAY_C = 2


async def sleeper(name, delay):
    await asyncio.sleep(delay)
    print(name, "wakes up")


async def main():
    a = asyncio.create_task(sleeper("A", DELAY_A), name="A")
    b = asyncio.create_task(sleeper("B", DELAY_B), name="B")
    c = asyncio.create_task(sleeper("C", DELAY_C), name="C")
    for task in (a, b, c):
        await task
    print("end")


if __name__ == "__main__":
    asyncio.run(main())
