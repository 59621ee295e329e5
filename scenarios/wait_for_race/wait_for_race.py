import asyncio

WORK = 2
RACE = "limit"


async def work():
    await asyncio.sleep(WORK)
    return "ok"


async def outer(awaited, limit):
    print("outer got", await asyncio.wait_for(awaited, limit))


async def main():
    future = asyncio.get_running_loop().create_future()
    if RACE == "limit":
        waiting = asyncio.create_task(outer(work(), 2), name="outer")
    else:
        waiting = asyncio.create_task(outer(future, 9), name="outer")
    if RACE != "limit":
        await asyncio.sleep(1)
    if RACE == "result_then_cancel":
        future.set_result("ok")
        waiting.cancel()
    if RACE == "cancel_then_result":
        waiting.cancel()
        if not future.done():
            future.set_result("ok")
    try:
        await waiting
    except (asyncio.CancelledError, TimeoutError) as error:
        print("outer ends with", type(error).__name__)


if __name__ == "__main__":
    asyncio.run(main())
