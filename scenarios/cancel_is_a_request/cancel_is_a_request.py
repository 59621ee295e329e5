import asyncio

MOMENT = "asleep"
CLEANUP_AWAITS = False
AGAIN = False


async def job(cleanup_awaits):
    print("job begins")
    try:
        await asyncio.sleep(2)
        print("job has slept")
    finally:
        print("cleanup begins")
        if cleanup_awaits:
            await asyncio.sleep(1)
        print("cleanup ends")


async def main():
    task = asyncio.create_task(job(CLEANUP_AWAITS), name="job")
    if MOMENT == "asleep":
        await asyncio.sleep(1)
    if MOMENT == "done":
        await asyncio.sleep(5)
    print("cancel():", task.cancel())
    print("cancelled():", task.cancelled())
    if AGAIN:
        await asyncio.sleep(0.5)
        print("cancel() again:", task.cancel())
    try:
        await task
    except asyncio.CancelledError:
        print("caught CancelledError")
    print("cancelled():", task.cancelled())


if __name__ == "__main__":
    asyncio.run(main())
