import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

LIMIT = 1
CALLS = 1
POOL = 2
FAILS = False


def work(number):
    print("call", number, "begins")
    time.sleep(3)
    print("call", number, "is done")
    if FAILS:
        raise ValueError("no luck")
    return 5


async def main():
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(POOL))
    calls = [asyncio.to_thread(work, number) for number in range(1, CALLS + 1)]
    together = asyncio.gather(*calls)
    try:
        print("results:", await asyncio.wait_for(together, LIMIT))
    except TimeoutError:
        print("main gives up")
    except ValueError as error:
        print("ValueError:", error)
    await asyncio.sleep(3)
    print("main ends")


if __name__ == "__main__":
    asyncio.run(main())
