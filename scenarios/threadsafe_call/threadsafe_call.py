import asyncio
import concurrent.futures

WORK = 3
LIMIT = 1
CANCEL = False


async def fetch():
    try:
        await asyncio.sleep(WORK)
    except asyncio.CancelledError:
        print("fetch is cancelled")
        raise
    print("fetch is done")
    return "data"


def knock(loop):
    future = asyncio.run_coroutine_threadsafe(fetch(), loop)
    try:
        print("the thread got", future.result(LIMIT))
    except concurrent.futures.TimeoutError:
        print("the thread waits no longer")
        if CANCEL:
            future.cancel()


async def main():
    await asyncio.to_thread(knock, asyncio.get_running_loop())
    await asyncio.sleep(4)
    print("main ends")


if __name__ == "__main__":
    asyncio.run(main())
