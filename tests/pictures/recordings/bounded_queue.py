import asyncio

MAXSIZE = 1
CONSUMERS = 1
WORK = 2
PAUSE = None


async def producer(queue):
    for item in range(4):
        await queue.put(item)
        print("put", item)
        if PAUSE is not None:
            await asyncio.sleep(PAUSE)
    for _ in range(CONSUMERS):
        await queue.put(None)
    print("producer is done")


async def consumer(queue, name):
    while (item := await queue.get()) is not None:
        print(name, "got", item)
        await asyncio.sleep(WORK)
    print(name, "is done")


async def main():
    queue = asyncio.Queue(MAXSIZE)
    tasks = [asyncio.create_task(producer(queue), name="producer")]
    for number in range(1, CONSUMERS + 1):
        name = f"consumer {number}"
        tasks.append(asyncio.create_task(consumer(queue, name), name=name))
    await asyncio.gather(*tasks)


if __name__ == "__main__":
    asyncio.run(main())
