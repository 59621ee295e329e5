"""Methods of a class of one's own, and of asyncio's, as what a loop or a future calls."""

import asyncio

from caselog import log


class Heartbeat:
    def __init__(self, name, beats):
        self.name = name
        self.beats = beats
        self.over = asyncio.Event()

    def start(self, interval):
        log(self.name, "starts", interval)
        asyncio.get_running_loop().call_later(interval, self.beat, interval)

    def beat(self, interval):
        log(self.name, "beats", self.beats)
        self.beats -= 1
        loop = asyncio.get_running_loop()
        if self.beats:
            loop.call_later(interval, self.beat, interval)
        else:
            loop.call_soon(self.over.set)

    def ended(self, task):
        log(self.name, "ended", task.result())

    async def wait(self):
        await self.over.wait()
        return self.name


async def main():
    loop = asyncio.get_running_loop()
    hearts = [Heartbeat("A", 2), Heartbeat("B", 3)]
    tasks = []
    for heart in hearts:
        task = asyncio.create_task(heart.wait(), name=heart.name)
        task.add_done_callback(heart.ended)
        tasks.append(task)
    loop.call_soon(hearts[0].start, 1.0)
    loop.call_at(0.5, hearts[1].start, 0.5)
    await asyncio.wait(tasks)
    queue = asyncio.Queue()
    loop.call_later(1, queue.put_nowait, "item")
    log(await queue.get())


asyncio.run(main())
