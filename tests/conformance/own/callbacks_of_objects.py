"""Methods as timers and done callbacks; handles that are None until there is something to cancel."""

import asyncio

from caselog import log, outcome


class Watchdog:
    def __init__(self, name, limit):
        self.name, self.limit = name, limit
        self.handle = None
        self.task = None

    def watch(self, coroutine):
        self.task = asyncio.create_task(coroutine, name=self.name)
        self.task.add_done_callback(self.on_done)
        self.task.add_done_callback(self.on_end)
        self.feed()

    def feed(self):
        if self.handle:
            self.handle.cancel()
        self.handle = asyncio.get_running_loop().call_later(self.limit, self.on_silence, "too long")

    def on_silence(self, why):
        self.handle = None
        log(self.name, "bites", self.task.cancel(why))

    def on_done(self, task):
        log(self.name, outcome(task))

    def on_end(self, task):
        log(self.name, "handle", self.handle is not None)
        self.task.remove_done_callback(self.on_end)


async def work(dog, *delays):
    for delay in delays:
        await asyncio.sleep(delay)
        dog.feed()
    return "in time"


async def main():
    dogs = [Watchdog("good", 2), Watchdog("slow", 2), Watchdog("same instant", 1)]
    for dog, delays in zip(dogs, [(1, 1.5, 1), (1, 3), (1,)]):
        dog.watch(work(dog, *delays))
    await asyncio.wait([dog.task for dog in dogs])
    await asyncio.sleep(3)
    log([dog.handle is None for dog in dogs])


asyncio.run(main())
