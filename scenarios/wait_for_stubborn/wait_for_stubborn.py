import asyncio

ENDS_BY = "return"
EXTRA = 3
WITH = "wait_for"


async def stubborn():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("stubborn is cancelled, and goes on")
        await asyncio.sleep(EXTRA)
        if ENDS_BY == "raise":
            raise
    print("stubborn returns")
    return "late"


async def main():
    task = asyncio.create_task(stubborn(), name="stubborn")
    try:
        if WITH == "wait_for":
            print("got", await asyncio.wait_for(task, 2))
        else:
            done, pending = await asyncio.wait([task], timeout=2)
            print("done:", len(done), "pending:", len(pending))
    except TimeoutError:
        print("TimeoutError")
    await asyncio.sleep(9)
    print("main ends")


if __name__ == "__main__":
    asyncio.run(main())
