"""Classes of the program's own: iterators, managers, exceptions, items of queues, results, values of context variables."""

import asyncio
import contextvars
import functools

from caselog import err, log, outcome


class Ticker:
    """An asynchronous iterator that is also a manager."""

    def __init__(self, period, count):
        self.period = period
        self.count = count
        self.open = False

    async def __aenter__(self):
        await asyncio.sleep(1)
        self.open = True
        return self

    async def __aexit__(self, exc_type, exc, tb):
        self.open = False
        await asyncio.sleep(1)
        log("leaves with", None if exc is None else err(exc))
        return isinstance(exc, Tired)

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.count == 0:
            raise StopAsyncIteration
        await asyncio.sleep(self.period)
        self.count -= 1
        return self.count


class Tired(Exception):
    pass


class ServiceError(RuntimeError):
    def __init__(self, code, text):
        super().__init__(code, text)
        self.code = code


class Unavailable(ServiceError):
    pass


@functools.total_ordering
class Job:
    def __init__(self, priority, name):
        self.priority = priority
        self.name = name

    def __lt__(self, other):
        return self.priority < other.priority

    def __repr__(self):
        return f"Job({self.priority}, {self.name!r})"


user = contextvars.ContextVar("user", default=Job(0, "nobody"))


async def iterates():
    async with Ticker(1, 3) as ticker:
        async for number in ticker:
            log(number, ticker.open)
            if number == 1:
                raise Tired("of it")
        log("never printed")
    log("goes on", ticker.open, ticker.count)
    async for number in Ticker(0.5, 2):
        log(number)
    task = asyncio.create_task(uses(Ticker(5, 1)), name="uses")
    await asyncio.sleep(2)
    task.cancel("stop")
    await asyncio.wait([task])
    log(outcome(task))


async def uses(ticker):
    async with ticker, asyncio.timeout(9):
        async for number in ticker:
            log(number)


async def serves(code, kind=ServiceError):
    await asyncio.sleep(code % 10)
    raise kind(code, "no")


async def raises():
    for kind in ServiceError, Unavailable:
        try:
            await serves(501, kind)
        except Unavailable as exc:
            log("unavailable", err(exc), exc.code)
        except ServiceError as exc:
            log("service", err(exc), exc.code)
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(serves(502))
            group.create_task(serves(502, Unavailable))
    except* Unavailable as group:
        log("unavailable", err(group), group.exceptions[0].code)
    except* ServiceError as group:
        log("services", err(group), repr(group.exceptions[0]))
    results = await asyncio.gather(serves(1), serves(2, Unavailable), return_exceptions=True)
    log(results)


async def queues():
    queue = asyncio.PriorityQueue()
    for priority, name in (3, "c"), (1, "a"), (2, "b"), (1, "A"):
        await queue.put(Job(priority, name))
    log(queue.qsize())
    while not queue.empty():
        log(await queue.get())
    lifo = asyncio.LifoQueue()
    lifo.put_nowait(Job(1, "x"))
    log(lifo)


async def results():
    future = asyncio.get_running_loop().create_future()
    future.set_result(Job(7, "future"))
    task = asyncio.create_task(asyncio.sleep(1, Job(8, "task")), name="sleeps")
    log(await asyncio.gather(future, task))
    log(future, outcome(task))


async def speaks():
    log(user.get())
    token = user.set(Job(1, "child"))
    log(user.name, user.get())
    user.reset(token)
    log(user.get())


async def contexts():
    user.set(Job(5, "main"))
    await asyncio.create_task(speaks())
    log(user.get())


async def main():
    for function in iterates, raises, queues, results, contexts:
        log(function.__name__)
        await function()


asyncio.run(main())
