import asyncio

ORDER = "polite"
GRACE = 5
JOB = 2
STUBBORN = False


async def producer(queue, stop):
    item = 0
    while not stop.is_set():
        await queue.put(item)
        print("accepted", item)
        item += 1
        await asyncio.sleep(1)


async def worker(queue, name):
    while True:
        try:
            item = await queue.get()
            await asyncio.sleep(JOB)
            print(name, "has done", item)
            queue.task_done()
        except asyncio.CancelledError:
            if not STUBBORN:
                raise


async def main():
    queue, stop = asyncio.Queue(), asyncio.Event()
    making = asyncio.create_task(producer(queue, stop), name="producer")
    workers = [asyncio.create_task(worker(queue, name), name=name) for name in ("W1", "W2")]
    await asyncio.sleep(2.5)
    if ORDER == "polite":
        stop.set()
        await making
        try:
            await asyncio.wait_for(queue.join(), GRACE)
        except TimeoutError:
            print("no more patience")
    for task in [making, *workers]:
        task.cancel()
    await asyncio.gather(making, *workers, return_exceptions=True)
    print("left in the queue:", queue.qsize())


if __name__ == "__main__":
    asyncio.run(main())
