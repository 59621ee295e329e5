import asyncio

TIMEOUT = 1.5
RETURN_WHEN = "ALL_COMPLETED"


async def job(name, delay):
    await asyncio.sleep(delay)
    if name == "B":
        raise ValueError("B fails")
    print(name, "is finished")


async def main():
    delays = {"A": 1, "B": 2, "C": 3}
    tasks = [asyncio.create_task(job(name, delays[name]), name=name) for name in delays]
    done, pending = await asyncio.wait(tasks, timeout=TIMEOUT, return_when=RETURN_WHEN)
    print("done", sorted(task.get_name() for task in done))
    print("pending", sorted(task.get_name() for task in pending))
    await asyncio.sleep(3)
    for task in tasks:
        print(task.get_name(), repr(task.exception()))


if __name__ == "__main__":
    asyncio.run(main())
