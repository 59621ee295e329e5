import asyncio

DELAY_A = 3
DELAY_B = 1
DELAY_C = 2
TIMEOUT = None
LOOP = "for"


async def fetch(name, delay):
    await asyncio.sleep(delay)
    print(name, "is finished")
    return name


async def main():
    delays = {"A": DELAY_A, "B": DELAY_B, "C": DELAY_C}
    tasks = [asyncio.create_task(fetch(name, delay), name=name) for name, delay in delays.items()]
    results = asyncio.as_completed(tasks, timeout=TIMEOUT)
    try:
        if LOOP == "for":
            for ticket in results:
                print("got", await ticket, "- my task:", ticket in tasks)
        else:
            async for task in results:
                print("got", await task, "- my task:", task in tasks)
    except TimeoutError:
        print("TimeoutError")
    await asyncio.sleep(2)
    print("main ends")


if __name__ == "__main__":
    asyncio.run(main())
