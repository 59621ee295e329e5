import asyncio

DELAY_A = 3
DELAY_B = 1
DELAY_C = 2
TASKS = 3


async def sleeper(name, delay):
    await asyncio.sleep(delay)
    print(name, "wakes up")


async def main():
    delays = [DELAY_A, DELAY_B, DELAY_C]
    tasks = []
    for number in range(TASKS):
        name, delay = "ABCDEFGH"[number], delays[number % 3]
        tasks.append(asyncio.create_task(sleeper(name, delay), name=name))
    for task in tasks:
        await task
    print("end")


if __name__ == "__main__":
    asyncio.run(main())
