import asyncio
import gc

SHIELD = True
ENDED_BY = "cancel"
KEEP = True


async def save():
    await asyncio.sleep(3)
    print("saved")
    return "ok"


async def request(kept):
    saving = asyncio.create_task(save(), name="save")
    if KEEP:
        kept.append(saving)
    wait = asyncio.shield(saving) if SHIELD else saving
    if ENDED_BY == "timeout":
        return await asyncio.wait_for(wait, 1)
    return await wait


async def main():
    kept = []
    asking = asyncio.create_task(request(kept), name="request")
    await asyncio.sleep(1)
    if ENDED_BY == "cancel":
        asking.cancel()
    try:
        print("request:", await asking)
    except BaseException as error:
        print("request:", type(error).__name__)
    gc.collect()
    await asyncio.sleep(3)


if __name__ == "__main__":
    asyncio.run(main())
