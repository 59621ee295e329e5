"""Requests that are asked of a second replica if the first is slow, tried again with a growing pause, within one limit."""

import asyncio

from caselog import err, log

DELAYS = {"a": [5, 1], "b": [2, 9], "c": [9, 9, 1]}
FAILS = {("a", 1), ("c", 0)}


class Replica:
    def __init__(self, name):
        self.name = name
        self.calls = 0

    async def ask(self, what):
        call, self.calls = self.calls, self.calls + 1
        delays = DELAYS[self.name]
        try:
            await asyncio.sleep(delays[call % len(delays)])
        except asyncio.CancelledError as exc:
            log(self.name, call, "dropped", exc.args)
            raise
        if (self.name, call) in FAILS:
            raise ConnectionError(f"{self.name} {call}")
        return f"{what} of {self.name}"


async def hedged(replicas, what, pause):
    pending, errors = set(), []
    order = []
    try:
        for replica in replicas:
            task = asyncio.create_task(replica.ask(what), name=f"{what} {replica.name}")
            order.append(task)
            pending.add(task)
            done, pending = await asyncio.wait(pending, timeout=pause, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                if task.exception() is None:
                    return task.result()
                errors.append(task.exception())
        while pending:
            done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                if not task.exception():
                    return task.result()
                errors.append(task.exception())
        raise ExceptionGroup("all replicas failed", errors)
    finally:
        for task in order:
            task.cancel("another was faster")
        await asyncio.gather(*order, return_exceptions=True)


async def patiently(function, attempts, first_pause):
    for attempt in range(attempts):
        try:
            return await function()
        except* ConnectionError as exc:
            log("attempt", attempt, err(exc))
            await asyncio.sleep(first_pause * 2**attempt)
    raise RuntimeError("gave up")


async def request(replicas, what, limit):
    try:
        async with asyncio.timeout(limit) as scope:
            log(what, await patiently(lambda: hedged(replicas, what, 1.5), 3, 0.5))
    except (TimeoutError, RuntimeError) as exc:
        log(what, err(exc), scope)


async def main():
    a, b, c = map(Replica, "abc")
    await request([a, b], "first", 10)
    await request([a, c], "second", 10)
    await request([c], "third", 4)
    await asyncio.gather(request([b, c], "fourth", 2), request([c, a], "fifth", 20))


asyncio.run(main())
