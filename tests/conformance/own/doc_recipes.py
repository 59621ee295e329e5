"""Programs of asyncio's documentation: a group that is terminated, a barrier, a condition, events by callbacks, watched sockets."""

import asyncio
import socket

from caselog import log


class TerminateTaskGroup(Exception):
    """Raised to terminate a task group."""


async def force_terminate_task_group():
    raise TerminateTaskGroup()


async def job(task_id, sleep_time):
    log(f"Task {task_id}: start")
    await asyncio.sleep(sleep_time)
    log(f"Task {task_id}: done")


async def terminated_group():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(job(1, 0.5))
            group.create_task(job(2, 1.5))
            await asyncio.sleep(1)
            group.create_task(force_terminate_task_group())
    except* TerminateTaskGroup:
        pass


async def barrier():
    b = asyncio.Barrier(3)
    asyncio.create_task(b.wait())
    asyncio.create_task(b.wait())
    await asyncio.sleep(0)
    log(b)
    await b.wait()
    log(b)
    await asyncio.sleep(0)
    log("barrier passed", b)


def hello_world(loop, stopped):
    log("Hello World")
    if not stopped.done():
        stopped.set_result(None)


def display_date(end_time, loop, stopped):
    log("date")
    if (loop.time() + 1.0) < end_time:
        loop.call_later(1, display_date, end_time, loop, stopped)
    else:
        stopped.set_result("shown")


async def callbacks():
    loop = asyncio.get_running_loop()
    stopped = loop.create_future()
    loop.call_soon(hello_world, loop, stopped)
    await stopped
    stopped = loop.create_future()
    loop.call_soon(display_date, loop.time() + 5.0, loop, stopped)
    log(await stopped)


async def watched_socket():
    loop = asyncio.get_running_loop()
    rsock, wsock = socket.socketpair()
    closed = loop.create_future()

    def reader():
        data = rsock.recv(100)
        log("Received:", data.decode())
        loop.remove_reader(rsock.fileno())
        closed.set_result(None)

    loop.add_reader(rsock.fileno(), reader)
    loop.call_soon(wsock.send, "abc".encode())
    await closed
    rsock.close()
    wsock.close()


async def registered_socket():
    rsock, wsock = socket.socketpair()
    reader, writer = await asyncio.open_connection(sock=rsock)
    asyncio.get_running_loop().call_soon(wsock.send, "def".encode())
    data = await reader.read(100)
    log("Received:", data.decode())
    writer.close()
    wsock.close()


async def set_after(fut, delay, value):
    await asyncio.sleep(delay)
    fut.set_result(value)


async def future_set_later():
    fut = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().create_task(set_after(fut, 1, "... world"))
    log("hello ...")
    log(await fut)


async def factorial(name, number):
    f = 1
    for i in range(2, number + 1):
        log(f"Task {name}: Compute factorial({number}), currently i={i}...")
        await asyncio.sleep(1)
        f *= i
    log(f"Task {name}: factorial({number}) = {f}")
    return f


async def gathered():
    log(await asyncio.gather(factorial("A", 2), factorial("B", 3), factorial("C", 4)))


async def eternity():
    await asyncio.sleep(3600)
    log("yay!")


async def timeouts():
    try:
        async with asyncio.timeout(None) as cm:
            new_deadline = asyncio.get_running_loop().time() + 2
            cm.reschedule(new_deadline)
            await eternity()
    except TimeoutError:
        pass
    if cm.expired():
        log("Looks like we haven't finished on time.")
    try:
        await asyncio.wait_for(eternity(), timeout=1.0)
    except TimeoutError:
        log("timeout!")


async def cancel_me():
    log("cancel_me(): before sleep")
    try:
        await asyncio.sleep(3600)
    except asyncio.CancelledError:
        log("cancel_me(): cancel sleep")
        raise
    finally:
        log("cancel_me(): after sleep")


async def cancelled():
    task = asyncio.create_task(cancel_me())
    await asyncio.sleep(1)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        log("main(): cancel_me is cancelled now")


async def waiter(event):
    log("waiting for it ...")
    await event.wait()
    log("... got it!")


async def event():
    event = asyncio.Event()
    waiter_task = asyncio.create_task(waiter(event))
    await asyncio.sleep(1)
    event.set()
    await waiter_task


async def main():
    for recipe in (
        terminated_group,
        barrier,
        callbacks,
        watched_socket,
        registered_socket,
        future_set_later,
        gathered,
        timeouts,
        cancelled,
        event,
    ):
        log(recipe.__name__)
        await recipe()


asyncio.run(main())
