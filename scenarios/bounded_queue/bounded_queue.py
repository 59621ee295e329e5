import asyncio

MAXSIZE = 1
WORK = 2
PAUSE = None


async def producer(queue):
    for item in range(4):
        await queue.put(item)
        print("put", item)
        if PAUSE is not None:
            await asyncio.sleep(PAUSE)
    await queue.put(None)
    print("producer is done")


async def consumer(queue):
    while (item := await queue.get()) is not None:
        print("got", item)
        await asyncio.sleep(WORK)
    print("consumer is done")


async def main():
    queue = asyncio.Queue(MAXSIZE)
    make = asyncio.create_task(producer(queue), name="producer")
    use = asyncio.create_task(consumer(queue), name="consumer")
    await make
    await use


if __name__ == "__main__":
    asyncio.run(main())
