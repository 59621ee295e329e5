import asyncio

DURATION = 3
LIMIT = 2
SHIELD = False


async def work(duration):
    print("work begins")
    try:
        await asyncio.sleep(duration)
    except asyncio.CancelledError:
        print("work is cancelled")
        raise
    print("work ends")
    return "result"


async def main():
    try:
        if SHIELD:
            task = asyncio.create_task(work(DURATION), name="work")
            result = await asyncio.wait_for(asyncio.shield(task), LIMIT)
            print(result)
        else:
            result = await asyncio.wait_for(work(DURATION), LIMIT)
            print(result)
    except TimeoutError:
        print("too late")
    await asyncio.sleep(5)
    print("main ends")


if __name__ == "__main__":
    asyncio.run(main())
