import asyncio
import gc

SHIELD = True
ENDED_BY = "cancel"
KEEP = True


async def save():
    try:
        await asyncio.sleep(3)
    except asyncio.CancelledError:
        print("save is cancelled")
        raise
    print("saved")
    return "ok"


async def request(kept):
    saving = asyncio.create_task(save(), name="save")
    if KEEP:
        kept.append(saving)
    wait = asyncio.shield(saving) if SHIELD else saving
    return await (asyncio.wait_for(wait, 1) if ENDED_BY == "timeout" else wait)


async def main():
    kept = []
    asking = asyncio.create_task(request(kept), name="request")
    await asyncio.sleep(1)
    if ENDED_BY == "cancel":
        asking.cancel()
    try:
        print("request:", await asking)
    except asyncio.CancelledError:
        print("request: cancelled")
    except TimeoutError:
        print("request: too late")
    gc.collect()
    await asyncio.sleep(3)
    print("main ends")


if __name__ == "__main__":
    asyncio.run(main())
