import asyncio

SHIELD = True
ENDED_BY = "cancel"


async def save():
    await asyncio.sleep(3)
    print("saved")
    return "ok"


async def request(inner, ended_by):
    if ended_by == "timeout":
        return await asyncio.wait_for(inner, 1)
    return await inner


async def main():
    saving = asyncio.create_task(save(), name="save")
    inner = asyncio.shield(saving) if SHIELD else saving
    asking = asyncio.create_task(request(inner, ENDED_BY), name="request")
    await asyncio.sleep(1)
    if ENDED_BY == "cancel":
        asking.cancel()
    try:
        print("request:", await asking)
    except asyncio.CancelledError:
        print("request: cancelled")
    except asyncio.TimeoutError:
        print("request: too late")
    print("save cancelled:", saving.cancelled())
    await asyncio.sleep(3)
    print("main ends")


if __name__ == "__main__":
    asyncio.run(main())
