"""A cache in which all who ask for the same key share one load: cancelled askers, failed loads, entries that expire."""

import asyncio

from caselog import err, log


class Cache:
    def __init__(self, load, lifetime):
        self.load = load
        self.lifetime = lifetime
        self.loads = {}
        self.askers = {}

    async def get(self, key):
        if key not in self.loads:
            self.loads[key] = asyncio.create_task(self._load(key), name=f"load {key}")
        load = self.loads[key]
        self.askers[key] = self.askers.get(key, 0) + 1
        try:
            return await asyncio.shield(load)
        except asyncio.CancelledError:
            if self.askers[key] == 1 and load.cancel("nobody asks any more"):
                log("gives up", key)
            raise
        finally:
            self.askers[key] -= 1

    async def _load(self, key):
        try:
            value = await self.load(key)
        except BaseException:
            del self.loads[key]
            raise
        asyncio.get_running_loop().call_later(self.lifetime, self._expire, key)
        return value

    def _expire(self, key):
        log("expires", key)
        del self.loads[key]


async def load(key):
    log("loads", key)
    await asyncio.sleep(len(key))
    if "bad" in key:
        raise KeyError(key)
    log("loaded", key)
    return key.upper()


async def asks(cache, name, key, delay=0, limit=None):
    await asyncio.sleep(delay)
    try:
        log(name, "has", await asyncio.wait_for(cache.get(key), limit))
    except BaseException as exc:
        log(name, err(exc))
        if isinstance(exc, asyncio.CancelledError):
            raise


async def main():
    cache = Cache(load, 3)
    await asyncio.gather(*(asks(cache, name, "two"[:2]) for name in "abc"), asks(cache, "d", "tw", 4), asks(cache, "e", "tw", 6))
    log(sorted(cache.loads))
    await asyncio.gather(asks(cache, "f", "bad"), asks(cache, "g", "bad", 1), asks(cache, "h", "bad", 3))
    async with asyncio.TaskGroup() as group:
        first = group.create_task(asks(cache, "i", "four"), name="i")
        second = group.create_task(asks(cache, "j", "four", limit=2), name="j")
        await asyncio.sleep(1)
        first.cancel("i leaves")
        await asyncio.sleep(1)
        group.create_task(asks(cache, "k", "four"), name="k")
        await asyncio.sleep(1)
        log(first.cancelled(), second.done(), sorted(cache.askers.items()))
    await asyncio.sleep(9)
    log(sorted(cache.loads), sorted(cache.askers.items()))


asyncio.run(main())
