import asyncio

TASK_DONE = "once"
WORKERS = 1


async def worker(queue, name):
    while True:
        item = await queue.get()
        print(name, "takes", item)
        await asyncio.sleep(1)
        if TASK_DONE == "after_an_error" and item == 1:
            raise ValueError("cannot read item 1")
        if TASK_DONE != "never":
            queue.task_done()
        if TASK_DONE == "twice" and item == 2:
            try:
                queue.task_done()
            except ValueError as error:
                print("ValueError:", error)


async def main():
    queue = asyncio.Queue()
    for item in range(3):
        queue.put_nowait(item)
    workers = [asyncio.create_task(worker(queue, name), name=name) for name in "ABC"[:WORKERS]]
    await queue.join()
    print("join() returns")
    for task in workers:
        task.cancel()


if __name__ == "__main__":
    asyncio.run(main())
