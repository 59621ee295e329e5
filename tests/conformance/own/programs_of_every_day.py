"""Debouncing, a ticker, cleaning up, jobs by priority, turns, contexts, one flight for several: everyday programs."""

import asyncio
import contextvars

from caselog import log, outcome


class Debouncer:
    def __init__(self, delay, fn):
        self.delay, self.fn, self.handle = delay, fn, None

    def __call__(self, *args):
        if self.handle:
            self.handle.cancel()
        self.handle = asyncio.get_running_loop().call_later(self.delay, self.fn, *args)


async def debounce():
    d = Debouncer(0.5, log)
    for i in range(4):
        d("event", i)
        await asyncio.sleep(0.3 if i < 2 else 0.7)
    log(d.handle.cancelled(), round(d.handle.when(), 3))


async def periodic():
    stop = asyncio.Event()
    ticks = 0
    async def ticker():
        nonlocal ticks
        while not stop.is_set():
            ticks += 1
            try:
                await asyncio.wait_for(stop.wait(), timeout=1)
            except asyncio.TimeoutError:
                pass
        return ticks
    t = asyncio.create_task(ticker(), name="ticker")
    await asyncio.sleep(3.5)
    stop.set()
    log("ticks", await t)


async def cancels():
    async def stubborn():
        for i in range(3):
            try:
                await asyncio.sleep(1)
                return "slept"
            except asyncio.CancelledError as e:
                log("caught", i, e.args, asyncio.current_task().cancelling())
                asyncio.current_task().uncancel()
        return "gave in"
    t = asyncio.create_task(stubborn(), name="stubborn")
    for i in range(3):
        await asyncio.sleep(0.1)
        t.cancel(f"no {i}")
    log(await t, t.cancelling(), t.cancelled())
    async def critical():
        task = asyncio.create_task(asyncio.sleep(1, "saved"), name="save")
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            log("waiting for it to be saved")
            log(await task)
            raise
    t = asyncio.create_task(critical(), name="critical")
    await asyncio.sleep(0.5)
    t.cancel()
    await asyncio.wait([t])
    log(outcome(t))
    async def cleanup():
        try:
            await asyncio.sleep(5)
        finally:
            try:
                async with asyncio.timeout(0.5):
                    await asyncio.sleep(5)
            except TimeoutError:
                log("cleanup timed out")
    t = asyncio.create_task(cleanup(), name="cleanup")
    await asyncio.sleep(0.1)
    t.cancel("first")
    await asyncio.sleep(0.1)
    t.cancel("second")
    try:
        await t
    except asyncio.CancelledError as e:
        log("cleanup cancelled", e.args)


async def priorities():
    q = asyncio.PriorityQueue()
    for p, n in [(3, "low"), (1, "high"), (2, "mid"), (1, "also high")]:
        await q.put((p, n))
    results = []
    async def worker(name):
        while True:
            p, n = await q.get()
            await asyncio.sleep(p * 0.1)
            results.append(f"{name}:{n}")
            q.task_done()
    ws = [asyncio.create_task(worker(f"w{i}"), name=f"w{i}") for i in range(2)]
    await q.join()
    for w in ws:
        w.cancel()
    r = await asyncio.gather(*ws, return_exceptions=True)
    log(results, [type(x).__name__ for x in r])


async def pingpong():
    cond = asyncio.Condition()
    turn = "ping"
    async def player(name, other, n):
        nonlocal turn
        for i in range(n):
            async with cond:
                await cond.wait_for(lambda: turn == name)
                log(name, i)
                turn = other
                cond.notify_all()
    t1 = asyncio.create_task(player("ping", "pong", 3), name="ping")
    t2 = asyncio.create_task(player("pong", "ping", 3), name="pong")
    await asyncio.gather(t1, t2)
    async def waits(i):
        async with cond:
            try:
                await cond.wait()
                log("notified", i)
            except asyncio.CancelledError:
                log("cancelled", i, cond.locked())
                raise
    ts = [asyncio.create_task(waits(i), name=f"c{i}") for i in range(4)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    async with cond:
        cond.notify(2)
        ts[0].cancel()
    await asyncio.sleep(0.1)
    log([outcome(t) for t in ts], cond)
    async with cond:
        cond.notify_all()
    await asyncio.wait(ts)
    log([outcome(t) for t in ts])


var = contextvars.ContextVar("var", default="none")


async def contexts():
    var.set("main")
    seen = []
    async def child(n):
        seen.append((n, var.get()))
        var.set(f"child {n}")
        await asyncio.sleep(0)
        seen.append((n, var.get()))
    await asyncio.gather(child(1), child(2))
    await child(3)
    loop = asyncio.get_running_loop()
    loop.call_soon(lambda: seen.append(("soon", var.get())))
    var.set("changed")
    loop.call_soon(lambda: seen.append(("soon2", var.get())))
    await asyncio.sleep(0)
    async with asyncio.TaskGroup() as tg:
        var.set("in group")
        tg.create_task(child(4))
    t = asyncio.create_task(child(5))
    t.add_done_callback(lambda t: seen.append(("cb", var.get())))
    await asyncio.wait_for(t, 1)
    log(seen, var.get())
    async def gen():
        var.set("gen")
        yield var.get()
        yield var.get()
    async for v in gen():
        log(v, var.get())
        var.set("consumer")


async def singleflight():
    inflight = {}
    calls = []
    async def load(key):
        calls.append(key)
        await asyncio.sleep(1)
        if key == "bad":
            raise LookupError(key)
        return key.upper()
    async def get(key):
        if key not in inflight:
            inflight[key] = asyncio.ensure_future(load(key))
            inflight[key].add_done_callback(lambda f: inflight.pop(key))
        return await asyncio.shield(inflight[key])
    r = await asyncio.gather(get("a"), get("a"), get("b"), get("bad"), get("bad"), return_exceptions=True)
    log(r, calls, inflight)
    t = asyncio.create_task(get("c"), name="getc")
    await asyncio.sleep(0.5)
    t2 = asyncio.create_task(get("c"), name="getc2")
    t.cancel()
    await asyncio.wait([t, t2])
    log(outcome(t), outcome(t2), calls)


async def main():
    for f in (debounce, periodic, cancels, priorities, pingpong, contexts, singleflight):
        log("--", f.__name__)
        await f()


asyncio.run(main())
