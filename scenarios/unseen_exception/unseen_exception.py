import asyncio

READ = "late"


async def bad():
    await asyncio.sleep(1)
    raise ValueError("boom")


def look(task):
    print("callback sees", repr(task.exception()))


async def main():
    task = asyncio.create_task(bad(), name="bad")
    if READ == "callback":
        task.add_done_callback(look)
    await asyncio.sleep(5)
    print("still fine")
    if READ == "late":
        try:
            await task
        except ValueError as error:
            print("caught ValueError:", error)
    if READ == "exception":
        print("stored:", repr(task.exception()))
    del task
    print("main ends")


if __name__ == "__main__":
    asyncio.run(main())
