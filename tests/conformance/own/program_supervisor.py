"""A supervisor: workers that crash are restarted, ever later; silent ones are replaced; all stop together in the end."""

import asyncio
import functools

from caselog import err, log, outcome


class Heart:
    def __init__(self, patience):
        self.patience = patience
        self.scope = None

    def beat(self):
        if self.scope:
            self.scope.reschedule(asyncio.get_running_loop().time() + self.patience)


async def steady(heart, queue):
    for number in range(4):
        await asyncio.sleep(0.75)
        heart.beat()
        queue.put_nowait(str(number))


async def crashes(heart, queue, lives=[3]):
    heart.beat()
    await asyncio.sleep(0.5)
    lives[0] -= 1
    if lives[0]:
        raise ConnectionError(f'{lives[0]} left')
    await queue.put('survived')


async def falls_silent(heart, queue):
    try:
        await asyncio.sleep(0.5)
        heart.beat()
        await asyncio.sleep(60)
    finally:
        log('silent one ends')
        await asyncio.sleep(0)


async def supervise(name, work, queue, restarts=3):
    delay = 0.25
    for attempt in range(restarts + 1):
        heart = Heart(1)
        try:
            async with asyncio.timeout(heart.patience) as heart.scope:
                await work(heart, queue)
            log(name, 'is done')
            return attempt
        except (TimeoutError, ConnectionError) as exc:
            log(name, attempt, err(exc), heart.scope.expired())
        await asyncio.sleep(delay)
        delay *= 2
    raise RuntimeError(f'{name} does not hold')


async def collect(queue, seen):
    try:
        while True:
            seen.append(await queue.get())
            queue.task_done()
    except asyncio.QueueShutDown:
        log('collector stops')


async def main():
    queue, seen = asyncio.Queue(), []
    collector = asyncio.create_task(collect(queue, seen), name='collector')
    tasks = []
    try:
        async with asyncio.TaskGroup() as group:
            for name, work in ('steady', steady), ('crashes', crashes), ('silent', falls_silent):
                task = group.create_task(supervise(name, work, queue, 2), name=name)
                task.add_done_callback(functools.partial(lambda name, task: log('over:', name), name))
                tasks.append(task)
    except* RuntimeError as caught:
        log(err(caught))
    await queue.join()
    queue.shutdown()
    await collector
    log(seen, [outcome(task) for task in tasks])


asyncio.run(main())
