import asyncio

CALLER = "thread"
WORK = 3
LIMIT = 1


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
        print("the caller got", future.result(LIMIT))
    except TimeoutError:
        print("the caller waits no longer")
        if CALLER == "thread_cancels":
            future.cancel()


async def main():
    loop = asyncio.get_running_loop()
    if CALLER == "loop":
        knock(loop)
    else:
        await asyncio.to_thread(knock, loop)
    await asyncio.sleep(4)
    print("main ends")


if __name__ == "__main__":
    asyncio.run(main())
