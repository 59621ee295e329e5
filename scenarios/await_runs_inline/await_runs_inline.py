import asyncio

COMPUTE_SLEEPS = None
TAKES = False


async def other():
    print("other")


async def compute():
    print("compute")
    if TAKES:
        queue = asyncio.Queue()
        for number in range(4):
            queue.put_nowait(number)
        while not queue.empty():
            print("took", await queue.get())
    if COMPUTE_SLEEPS is not None:
        await asyncio.sleep(COMPUTE_SLEEPS)


async def main():
    task = asyncio.create_task(other(), name="other")
    await compute()
    print("after")
    await asyncio.sleep(0)
    print("end")
    await task


if __name__ == "__main__":
    asyncio.run(main())
