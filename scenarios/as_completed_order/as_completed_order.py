import asyncio

DELAY_A = 3
DELAY_B = 1
DELAY_C = 2
TIMEOUT = None


async def fetch(name, delay):
    await asyncio.sleep(delay)
    print(name, "is finished")
    return name


async def main():
    delays = {"A": DELAY_A, "B": DELAY_B, "C": DELAY_C}
    tasks = [asyncio.create_task(fetch(name, delays[name]), name=name) for name in delays]
    try:
        for ticket in asyncio.as_completed(tasks, timeout=TIMEOUT):
            print("next result:", await ticket, "- one of my tasks:", ticket in tasks)
    except asyncio.TimeoutError:
        print("TimeoutError")
    await asyncio.sleep(2)
    print("main ends")


if __name__ == "__main__":
    asyncio.run(main())
