import asyncio

WORK_FAILS = False
CANCEL = "inner"


async def work():
    await asyncio.sleep(2)
    if WORK_FAILS:
        raise ValueError("disk full")
    print("work is done")
    return "ok"


async def request(inner):
    return await asyncio.shield(inner)


async def main():
    inner = asyncio.create_task(work(), name="inner")
    waiting = asyncio.create_task(request(inner), name="request")
    await asyncio.sleep(1)
    if CANCEL == "inner":
        inner.cancel()
    if CANCEL == "request":
        waiting.cancel()
    try:
        print("request:", await waiting)
    except asyncio.CancelledError:
        print("request: cancelled")
    except ValueError as error:
        print("request: ValueError:", error)
    await asyncio.sleep(2)
    print("main ends")


if __name__ == "__main__":
    asyncio.run(main())
