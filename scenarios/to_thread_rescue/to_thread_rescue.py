import asyncio
import time

LIMIT = 1
FAILS = False


def work():
    print("the thread works")
    time.sleep(3)
    print("the thread is done")
    if FAILS:
        raise ValueError("no luck")
    return 5


async def main():
    try:
        print("result:", await asyncio.wait_for(asyncio.to_thread(work), LIMIT))
    except asyncio.TimeoutError:
        print("main gives up")
    except ValueError as error:
        print("ValueError:", error)
    await asyncio.sleep(3)
    print("main ends")


if __name__ == "__main__":
    asyncio.run(main())
