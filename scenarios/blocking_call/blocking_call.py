import asyncio
import time

CALL = "time.sleep"
SECONDS = 3


async def heart():
    for beat in range(6):
        print("beat", beat)
        await asyncio.sleep(1)


async def job():
    await asyncio.sleep(1.5)
    print("job begins")
    if CALL == "time.sleep":
        time.sleep(SECONDS)
    if CALL == "asyncio.sleep":
        await asyncio.sleep(SECONDS)
    if CALL == "to_thread":
        await asyncio.to_thread(time.sleep, SECONDS)
    if CALL == "small_pieces":
        for _ in range(SECONDS * 2):
            time.sleep(0.5)
            await asyncio.sleep(0)
    print("job ends")


async def main():
    beating = asyncio.create_task(heart(), name="heart")
    working = asyncio.create_task(job(), name="job")
    await beating
    await working


if __name__ == "__main__":
    asyncio.run(main())
