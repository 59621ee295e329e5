import asyncio

MAIN_SLEEPS = 1
AWAIT_WORKER = False
RUN_INSIDE = False


async def worker():
    try:
        await asyncio.sleep(5)
        print("worker is done")
    finally:
        print("worker cleans up")


async def main():
    task = asyncio.create_task(worker(), name="worker")
    await asyncio.sleep(MAIN_SLEEPS)
    if RUN_INSIDE:
        try:
            asyncio.run(worker())
        except RuntimeError as error:
            print("RuntimeError:", error)
    if AWAIT_WORKER:
        await task
    print("main returns")


if __name__ == "__main__":
    asyncio.run(main())
