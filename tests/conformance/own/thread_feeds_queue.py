"""Threads and a queue: fed by call_soon_threadsafe(), by run_coroutine_threadsafe() that waits, by one that gives up; a thread per item."""

# needs: threads
# events: no
import asyncio
import concurrent.futures
import threading
import time

from caselog import err, log


def produce(loop, queue, items):
    for item in items:
        time.sleep(1)
        loop.call_soon_threadsafe(queue.put_nowait, item)
    loop.call_soon_threadsafe(queue.shutdown)


async def fed():
    queue = asyncio.Queue()
    thread = threading.Thread(target=produce, args=(asyncio.get_running_loop(), queue, range(3)))
    thread.start()
    try:
        while True:
            log("item", await queue.get())
    except asyncio.QueueShutDown as exc:
        log(err(exc), thread.is_alive())
    thread.join()


def produce_slowly(loop, queue, results):
    for item in range(4):
        future = asyncio.run_coroutine_threadsafe(queue.put(item), loop)
        try:
            future.result(timeout=1.5)
            results.append(f"put {item}")
        except TimeoutError:
            results.append(f"{item} {future.cancel()}")
    return results


async def full():
    queue = asyncio.Queue(1)
    results = []
    thread = asyncio.create_task(asyncio.to_thread(produce_slowly, asyncio.get_running_loop(), queue, results))
    await asyncio.sleep(2)
    log(await queue.get(), queue)
    await asyncio.sleep(3)
    log(await queue.get(), queue)
    log(await thread)


def work(number):
    time.sleep(number)
    if number == 2:
        raise ValueError(number)
    return number * number


async def answers(delay, value):
    await asyncio.sleep(delay)
    if value is None:
        raise LookupError("nothing")
    return value


def asks(loop, event):
    """A thread that asks the loop, while the loop awaits the thread."""
    futures = [asyncio.run_coroutine_threadsafe(answers(delay, value), loop) for delay, value in ((2, "b"), (1, "a"), (3, None))]
    for future in futures[:2]:
        loop.call_soon_threadsafe(log, "thread has", future.result())
    event.wait()
    try:
        return futures[2].result()
    except LookupError as exc:
        return err(exc)


async def asked():
    event = threading.Event()
    asyncio.get_running_loop().call_later(2.5, event.set)
    log(await asyncio.to_thread(asks, asyncio.get_running_loop(), event))


async def one_each():
    loop = asyncio.get_running_loop()
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        futures = [loop.run_in_executor(pool, work, number) for number in (3, 1, 2, 1)]
        for future in asyncio.as_completed(futures):
            try:
                log(await future)
            except ValueError as exc:
                log(err(exc))
    lock = asyncio.Lock()

    async def guarded(number):
        async with lock:
            return await asyncio.to_thread(work, number)

    log(await asyncio.gather(guarded(1), guarded(3), guarded(2), return_exceptions=True))


async def main():
    for function in fed, full, asked, one_each:
        log(function.__name__)
        await function()


asyncio.run(main())
