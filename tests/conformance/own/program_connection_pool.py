"""A pool of connections: a Condition hands them out, users time out, are cancelled and return what is broken."""

import asyncio
import itertools

from caselog import err, log


class Pool:
    def __init__(self, size):
        self.size = size
        self.idle = []
        self.made = 0
        self.condition = asyncio.Condition()
        self.closed = False

    async def take(self):
        async with self.condition:
            await self.condition.wait_for(lambda: self.closed or self.idle or self.made < self.size)
            if self.closed:
                raise ConnectionError('pool is closed')
            if self.idle:
                return self.idle.pop()
            self.made += 1
        try:
            await asyncio.sleep(0.5)
        except asyncio.CancelledError:
            await self.lost()
            raise
        return f'c{self.made}'

    async def give(self, connection, broken=False):
        if broken:
            await self.lost()
            return
        async with self.condition:
            self.idle.append(connection)
            self.condition.notify()

    async def lost(self):
        async with self.condition:
            self.made -= 1
            self.condition.notify()

    async def close(self):
        async with self.condition:
            self.closed = True
            self.condition.notify_all()


async def user(pool, name, work, breaks=False):
    try:
        connection = await asyncio.wait_for(pool.take(), 2)
    except (TimeoutError, ConnectionError) as exc:
        log(name, err(exc))
        return
    try:
        log(name, 'has', connection)
        await asyncio.sleep(work)
        if breaks:
            raise OSError(f'{connection} broke')
    finally:
        await asyncio.shield(pool.give(connection, breaks))
        log(name, 'gave', connection, pool.made, len(pool.idle))


async def main():
    pool = Pool(2)
    results = {}
    async with asyncio.TaskGroup() as group:
        names = (f'u{number}' for number in itertools.count(1))
        for work in 1, 2, 0.5, 0.5, 3:
            name = next(names)
            results[name] = group.create_task(user(pool, name, work), name=name)
        await asyncio.sleep(1)
        results['u2'].cancel('not needed')
    log([name for name, task in results.items() if task.cancelled()])
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(user(pool, 'v1', 1), name='v1')
            group.create_task(user(pool, 'v2', 0.25, True), name='v2')
            group.create_task(user(pool, 'v3', 1), name='v3')
    except* OSError as caught:
        log(err(caught))
    log(pool.made, len(pool.idle))
    late = [asyncio.create_task(user(pool, f'w{n}', 3), name=f'w{n}') for n in range(4)]
    await asyncio.sleep(1)
    await pool.close()
    await asyncio.wait(late)


asyncio.run(main())
