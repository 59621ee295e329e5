import asyncio

ORDER = "polite"
GRACE = 5
JOB = 2


async def producer(queue):
    for item in range(10):
        await queue.put(item)
        print("accepted", item)
        await asyncio.sleep(1)


async def worker(queue, name):
    while True:
        item = await queue.get()
        await asyncio.sleep(JOB)
        print(name, "has done", item)
        queue.task_done()


async def main():
    queue = asyncio.Queue()
    making = asyncio.create_task(producer(queue), name="producer")
    workers = [asyncio.create_task(worker(queue, name), name=name) for name in ("W1", "W2")]
    await asyncio.sleep(2.5)
    making.cancel()
    if ORDER == "polite":
        try:
            await asyncio.wait_for(queue.join(), GRACE)
        except TimeoutError:
            print("no more patience")
    [task.cancel() for task in workers]
    await asyncio.gather(making, *workers, return_exceptions=True)
    print("left in the queue:", queue.qsize())


if __name__ == "__main__":
    asyncio.run(main())
