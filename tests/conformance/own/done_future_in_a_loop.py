"""What blocks the loop's thread, but need not wait, gives no other thread its turn."""
import asyncio
import threading
from caselog import log, err


async def work(n, delay):
    await asyncio.sleep(delay)
    return n


def futures(loop, out):
    all = [asyncio.run_coroutine_threadsafe(work(n, 3 - n), loop) for n in range(2)]
    for each in all:
        each.add_done_callback(lambda done: out.append(('done', done.result())))
    out.append([each.result() for each in all])


def waiter(event, lock, out, n):
    event.wait()
    out.append(('woken', n))
    if lock.acquire(timeout=5):
        out.append(('locked', n))
        lock.release()


async def main():
    out = []
    await asyncio.to_thread(futures, asyncio.get_running_loop(), out)
    event, lock = threading.Event(), threading.Lock()
    threads = [asyncio.create_task(asyncio.to_thread(waiter, event, lock, out, n)) for n in range(2)]
    await asyncio.sleep(1)
    event.set()
    with lock:
        out.append('the loop has the lock')
        event.wait()
        out.append('the loop goes on')
    await asyncio.gather(*threads)
    for each in out:
        log(each)
    ended = iter(asyncio.as_completed([work(n, 2 - n) for n in range(2)]))
    log(await next(ended), await next(ended))


asyncio.run(main())
