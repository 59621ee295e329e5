"""Whatever can be awaited, inside of whatever takes an awaitable: each of wait_for, shield, gather, ensure_future, wait, as_completed."""

import asyncio
import concurrent.futures

from caselog import err, log


async def work(value, delay=1):
    await asyncio.sleep(delay)
    return value


async def generator():
    for i in range(20):
        await asyncio.sleep(0.5)
        yield i


class Deferred:
    """An object with __await__: a promise that others keep."""

    def __init__(self):
        self.future = asyncio.get_running_loop().create_future()

    def keep(self, value):
        self.future.set_result(value)

    def __await__(self):
        return self.future.__await__()


class Ticket:
    """An object with __await__ that is a coroutine's."""

    def __init__(self, number):
        self.number = number

    def __await__(self):
        return work(f"ticket {self.number}").__await__()


async def attempt(label, awaitable):
    try:
        log(label, await awaitable)
    except BaseException as exc:
        log(label, err(exc))


async def limits():
    loop = asyncio.get_running_loop()
    items = generator()
    await attempt("gather", asyncio.wait_for(asyncio.gather(work("a"), work("b")), 2))
    await attempt("gather", asyncio.wait_for(asyncio.gather(work("a"), work("b", 3)), 2))
    await attempt("shield", asyncio.wait_for(asyncio.shield(work("c", 3)), 1))
    await attempt("sleep", asyncio.wait_for(asyncio.sleep(1, "slept"), 2))
    await attempt("sleep", asyncio.wait_for(asyncio.sleep(1, "slept"), 0.5))
    await attempt("wait_for", asyncio.wait_for(asyncio.wait_for(work("d", 3), 2), 1))
    await attempt("wait_for", asyncio.wait_for(asyncio.wait_for(work("d", 3), 1), 2))
    await attempt("anext", asyncio.wait_for(anext(items), 1))
    await attempt("wait", asyncio.wait_for(asyncio.wait([asyncio.create_task(work("e", 3))]), 1))
    await attempt("future", asyncio.wait_for(loop.create_future(), 1))
    await attempt("executor", asyncio.wait_for(loop.run_in_executor(None, lambda: "f"), 1))
    await attempt("to_thread", asyncio.wait_for(asyncio.to_thread(lambda: "g"), 1))
    await items.aclose()


async def shields():
    task = asyncio.create_task(work("h"))
    await attempt("task", asyncio.shield(task))
    await attempt("shield", asyncio.shield(asyncio.shield(work("i"))))
    await attempt("gather", asyncio.shield(asyncio.gather(work("j"), asyncio.shield(work("k")))))
    await attempt("wait_for", asyncio.shield(asyncio.wait_for(work("l", 2), 1)))
    await attempt("sleep", asyncio.shield(asyncio.sleep(1, "slept")))


async def gathers():
    task = asyncio.create_task(work("m"))
    inner = asyncio.gather(work("n"), work("o"))
    await attempt("mixed", asyncio.gather(task, inner, asyncio.sleep(1, "slept"), asyncio.wait_for(work("p"), 2), asyncio.shield(task)))
    await attempt("failing", asyncio.gather(asyncio.gather(asyncio.wait_for(work("q", 2), 1), work("r")), work("s", 3)))
    await attempt("returned", asyncio.gather(asyncio.wait_for(work("q", 2), 1), work("r"), return_exceptions=True))
    await asyncio.sleep(3)


async def others():
    ticket = asyncio.ensure_future(Ticket(0))
    await attempt("ensured", ticket)
    gathered = asyncio.gather(work("t"), work("u"))
    log(asyncio.ensure_future(gathered) is gathered)
    done, pending = await asyncio.wait([gathered, asyncio.shield(work("v", 3))], timeout=2)
    log(len(done), len(pending), done.pop().result())
    for each in asyncio.as_completed([work("w", 2), asyncio.sleep(1, "slept"), asyncio.create_task(work("x", 3))]):
        log(await each)
    later = concurrent.futures.Future()
    asyncio.get_running_loop().call_later(1, later.set_result, "from elsewhere")
    await attempt("wrapped", asyncio.wrap_future(later))


async def own_awaitables():
    deferred = Deferred()
    asyncio.get_running_loop().call_later(1, deferred.keep, "kept")
    log(await deferred)
    log(await Ticket(1))
    await attempt("ticket", asyncio.wait_for(Ticket(2), 2))
    await attempt("ticket", asyncio.wait_for(Ticket(3), 0.5))
    await attempt("tickets", asyncio.gather(Ticket(4), deferred, Ticket(5)))


async def main():
    for function in limits, shields, gathers, others, own_awaitables:
        log(function.__name__)
        await function()


asyncio.run(main())
