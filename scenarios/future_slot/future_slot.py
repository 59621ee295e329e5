import asyncio

FILLED = "result"
WAITERS = 1


async def waiter(future, name):
    try:
        print(name, "got", await future)
    except (ValueError, asyncio.CancelledError) as error:
        print(name, "got", repr(error))


async def main():
    future = asyncio.get_running_loop().create_future()
    tasks = [asyncio.create_task(waiter(future, name), name=name) for name in "ABC"[:WAITERS]]
    await asyncio.sleep(1)
    try:
        if FILLED == "read_first":
            print("result:", future.result())
        if FILLED == "exception":
            future.set_exception(ValueError("no luck"))
        elif FILLED == "cancelled":
            future.cancel()
        elif FILLED != "never":
            future.set_result(7)
        if FILLED == "twice":
            future.set_result(8)
        print("main goes on")
    except asyncio.InvalidStateError as error:
        print("InvalidStateError:", error)
        future.cancel()
    for task in tasks:
        await task


if __name__ == "__main__":
    asyncio.run(main())
