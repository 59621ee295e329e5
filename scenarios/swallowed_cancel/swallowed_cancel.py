import asyncio

REACTION = "swallow"
CANCELS = 1


async def poll():
    for number in range(4):
        try:
            await asyncio.sleep(1)
            print("poll", number)
        except Exception:
            print("never printed: CancelledError is no Exception")
        except asyncio.CancelledError:
            print("poll is told to end")
            if REACTION == "reraise":
                raise
            if REACTION == "return":
                return "stopped"
    return "finished"


async def main():
    task = asyncio.create_task(poll(), name="poll")
    await asyncio.sleep(1.5)
    for _ in range(CANCELS):
        task.cancel()
        await asyncio.sleep(1)
    try:
        print("result:", await task)
    except asyncio.CancelledError:
        print("caught CancelledError")
    print("cancelled():", task.cancelled())


if __name__ == "__main__":
    asyncio.run(main())
