"""shield(): of what is done, within each other and in gather, cancelled from outside and from inside."""

import asyncio

from caselog import err, log, outcome


async def work(delay, error=None):
    await asyncio.sleep(delay)
    if error:
        raise ValueError(error)
    return float(delay)


async def attempt(what, awaitable):
    try:
        log(what, "gave", await awaitable)
    except BaseException as exc:
        log(what, err(exc))


async def waits(shielded):
    try:
        return await shielded
    except asyncio.CancelledError as exc:
        log("waiter", err(exc))
        raise


async def main():
    loop = asyncio.get_running_loop()
    done = asyncio.create_task(work(0), name="done")
    await done
    log(asyncio.shield(done) is done)
    failed = asyncio.create_task(work(0, "failed"), name="failed")
    await asyncio.wait([failed])
    await attempt("failed", asyncio.shield(failed))
    cancelled = asyncio.create_task(work(5), name="cancelled")
    cancelled.cancel("early")
    await asyncio.wait([cancelled])
    await attempt("cancelled", asyncio.shield(cancelled))

    inner = asyncio.create_task(work(2), name="inner")
    waiter = asyncio.create_task(waits(asyncio.shield(asyncio.shield(inner))), name="twice")
    await asyncio.sleep(1)
    waiter.cancel("outside")
    await asyncio.wait([waiter])
    log(outcome(waiter), outcome(inner), await inner)

    inner = asyncio.create_task(work(2), name="from inside")
    waiter = asyncio.create_task(waits(asyncio.shield(inner)), name="W")
    await asyncio.sleep(1)
    inner.cancel("inside")
    await asyncio.wait([waiter])
    log(outcome(waiter), outcome(inner), waiter.cancelling())

    inner = asyncio.create_task(work(2, "inner fails"), name="fails")
    shielded = asyncio.shield(inner)
    waiters = [asyncio.create_task(waits(shielded), name=f"W{i}") for i in range(2)]
    await asyncio.sleep(1)
    waiters[0].cancel("both")
    await asyncio.wait(waiters)
    log([outcome(waiter) for waiter in waiters], shielded.cancelled())
    await attempt("inner", inner)

    inner = asyncio.create_task(work(2), name="in gather")
    gathering = asyncio.gather(asyncio.shield(inner), work(3))
    await asyncio.sleep(1)
    gathering.cancel("gather")
    await attempt("gather", gathering)
    log(await inner)

    inner = asyncio.create_task(work(1), name="same turn")
    shielded = asyncio.shield(inner)
    waiter = asyncio.create_task(waits(shielded), name="S")
    inner.add_done_callback(lambda task: log("cancelled in time", waiter.cancel()))
    await asyncio.wait([waiter])
    log(outcome(waiter), outcome(shielded))

    future = loop.create_future()
    shielded = asyncio.shield(future)
    shielded.cancel("shield only")
    await asyncio.sleep(0)
    log(outcome(future), outcome(shielded), future.set_result(1.0))
    await attempt("coroutine", asyncio.shield(work(1)))
    inner = asyncio.create_task(work(2), name="T")
    await attempt("timeout", asyncio.wait_for(asyncio.shield(inner), 1))
    log(await inner)


asyncio.run(main())
