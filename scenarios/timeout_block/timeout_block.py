import asyncio

LIMIT = 3
STEP = 2
CAUGHT = "outside"
RESCHEDULE = None


async def step(name):
    try:
        await asyncio.sleep(STEP)
        print(name, "is done")
    except asyncio.CancelledError:
        print(name, "sees CancelledError")
        raise


async def main():
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(LIMIT) as scope:
            try:
                await step("first step")
                if RESCHEDULE is not None:
                    scope.reschedule(loop.time() + RESCHEDULE)
                await step("second step")
            except asyncio.CancelledError:
                print("inside the block: CancelledError")
                if CAUGHT == "outside":
                    raise
    except TimeoutError:
        print("outside the block: TimeoutError")
    print("main ends")


if __name__ == "__main__":
    asyncio.run(main())
