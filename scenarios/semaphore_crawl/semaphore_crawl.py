import asyncio

LIMIT = 3
PAGES = 7
UNEQUAL = False
WHERE = "in_each_fetch"


async def fetch(page, places):
    async with places:
        print("fetch", page)
        await asyncio.sleep(2 if UNEQUAL and page % 3 == 0 else 1)


async def main():
    places = asyncio.Semaphore(LIMIT)
    used = places if WHERE == "in_each_fetch" else asyncio.Semaphore(PAGES)
    if WHERE == "around_gather":
        await places.acquire()
    fetches = [fetch(page, used) for page in range(PAGES)]
    await asyncio.gather(*fetches)
    print("all fetched")


if __name__ == "__main__":
    asyncio.run(main())
