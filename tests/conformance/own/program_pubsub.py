"""A broker: topics, subscribers with bounded queues that drop or wait, a slow one that is thrown out, and an orderly end."""

import asyncio
import collections
import contextlib

from caselog import err, log


class Slow(Exception):
    pass


class Broker:
    def __init__(self):
        self.topics = collections.defaultdict(list)
        self.changed = asyncio.Condition()

    @contextlib.asynccontextmanager
    async def subscribe(self, name, topic, maxsize):
        queue = asyncio.Queue(maxsize)
        async with self.changed:
            self.topics[topic].append((name, queue))
            self.changed.notify_all()
        try:
            yield queue
        finally:
            async with self.changed:
                self.topics[topic] = [each for each in self.topics[topic] if each[1] is not queue]
                self.changed.notify_all()
            log(name, 'unsubscribed', len(self.topics[topic]))

    async def publish(self, topic, item):
        for name, queue in self.topics[topic]:
            try:
                async with asyncio.timeout(1):
                    await queue.put(item)
            except TimeoutError:
                log(name, 'is too slow for', item)
                queue.shutdown(immediate=True)
            except asyncio.QueueShutDown:
                log(name, 'is gone')


async def subscriber(broker, name, topic, delay, maxsize):
    try:
        async with broker.subscribe(name, topic, maxsize) as queue:
            while True:
                item = await queue.get()
                log(name, 'got', item)
                await asyncio.sleep(delay)
                queue.task_done()
    except asyncio.QueueShutDown:
        log(name, 'was shut out')
        raise Slow(name) from None


async def publisher(broker, topic, items):
    async with broker.changed:
        await broker.changed.wait_for(lambda: len(broker.topics[topic]) == 2)
    for item in items:
        await broker.publish(topic, item)
        await asyncio.sleep(0.5)
    return len(items)


async def main():
    broker = Broker()
    try:
        async with asyncio.TaskGroup() as group:
            fast = group.create_task(subscriber(broker, 'fast', 'news', 0.1, 1), name='fast')
            slow = group.create_task(subscriber(broker, 'slow', 'news', 3, 1), name='slow')
            other = group.create_task(subscriber(broker, 'other', 'sport', 0, 0), name='other')
            published = group.create_task(publisher(broker, 'news', 'abcdef'), name='publisher')
            log('published', await published)
            fast.cancel()
    except* Slow as group:
        log(err(group), [task.cancelled() for task in (fast, slow, other, published)])
    log({topic: len(queues) for topic, queues in broker.topics.items()})
    async with broker.subscribe('x', 'last', 2) as x, broker.subscribe('y', 'last', 2) as y:
        await broker.publish('last', 'one')
        for queue in x, y:
            log(queue.get_nowait(), queue.qsize())


asyncio.run(main())
