"""Threads and context variables: what call_soon_threadsafe() and run_coroutine_threadsafe() call sees the thread's."""
# needs: threads
# events: no (when a thread hands over is up to it)
import asyncio
import contextvars
import threading
from caselog import log

var = contextvars.ContextVar('var', default='nobody')


def seen(name):
    log(name, 'sees', var.get())


async def coroutine():
    seen('coroutine')
    var.set('coroutine')
    await asyncio.sleep(0)
    seen('coroutine')


def in_thread(loop):
    got = var.get()
    var.set('thread')
    loop.call_soon_threadsafe(seen, 'callback')
    asyncio.run_coroutine_threadsafe(coroutine(), loop).result()
    return got, var.get()


def bare(loop, done):
    loop.call_soon_threadsafe(seen, 'callback of a bare thread')
    loop.call_soon_threadsafe(done.set)


async def main():
    loop = asyncio.get_running_loop()
    var.set('main')
    log(await asyncio.to_thread(in_thread, loop), var.get())
    log(await loop.run_in_executor(None, in_thread, loop), var.get())
    done = asyncio.Event()
    thread = threading.Thread(target=bare, args=(loop, done))
    thread.start()
    await done.wait()
    thread.join()


asyncio.run(main())
