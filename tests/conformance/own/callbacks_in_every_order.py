"""Done callbacks: order among awaiting tasks, added late, removed, that raise, cancel, and add others."""

import asyncio

from caselog import err, log, outcome


async def waits(name, future):
    try:
        log(name, "got", await future)
    except BaseException as exc:
        log(name, err(exc))


def callback(future):
    log("callback", outcome(future))


def other(future):
    log("other", outcome(future))


def raises(future):
    raise ValueError("callback")


def exits(future):
    log("exits")
    future.add_done_callback(callback)
    asyncio.get_running_loop().call_soon(log, "called soon")


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: log("handler", err(context["exception"]), "future" in context))
    future = loop.create_future()
    future.add_done_callback(callback)
    tasks = [asyncio.create_task(waits("W0", future), name="W0")]
    await asyncio.sleep(0)
    future.add_done_callback(other)
    future.add_done_callback(callback)
    future.add_done_callback(raises)
    tasks.append(asyncio.create_task(waits("W1", future), name="W1"))
    await asyncio.sleep(0)
    future.add_done_callback(exits)
    log(future.remove_done_callback(callback), future.remove_done_callback(callback))
    future.set_result("value")
    log(future.remove_done_callback(other))
    tasks[0].cancel("in the same turn")
    await asyncio.wait(tasks)

    future = loop.create_future()
    tasks = [asyncio.create_task(waits(f"X{i}", future), name=f"X{i}") for i in range(3)]
    future.add_done_callback(lambda future: log("cancels", tasks[1].cancel()))
    await asyncio.sleep(0)
    future.set_exception(KeyError("k"))
    await asyncio.wait(tasks)

    future = loop.create_future()
    tasks = [asyncio.create_task(waits(f"Y{i}", future), name=f"Y{i}") for i in range(2)]
    await asyncio.sleep(0)
    log(future.cancel("first"), future.cancel("second"))
    future.add_done_callback(callback)
    await asyncio.wait(tasks)

    task = asyncio.create_task(waits("Z", asyncio.sleep(1, "slept")), name="Z")
    task.add_done_callback(callback)
    handle = loop.call_later(1, log, "timer")
    later = loop.call_later(1, log, "never")
    loop.call_later(1, later.cancel)
    await asyncio.sleep(1)
    handle.cancel()
    await task
    log(handle.cancelled(), later.cancelled())
    loop.set_exception_handler(None)


asyncio.run(main())
