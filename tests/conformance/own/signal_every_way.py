"""Signals: handlers with arguments, replaced, removed, raised while waiting; and what cannot be handled."""

import asyncio
import signal

from caselog import err, log


def handler(*args):
    log("handler", *args)


async def attempt(what, function, *arguments):
    try:
        log(what, function(*arguments))
    except Exception as exc:
        log(what, err(exc))


async def main():
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGUSR1, handler, "one", 1)
    signal.raise_signal(signal.SIGUSR1)
    log("raised")
    await asyncio.sleep(0)
    log("a turn later")
    await asyncio.sleep(1)
    loop.add_signal_handler(signal.SIGUSR1, handler, "two")
    loop.call_later(1, signal.raise_signal, signal.SIGUSR1)
    await asyncio.sleep(2)
    event = asyncio.Event()
    loop.add_signal_handler(signal.SIGUSR2, event.set)
    loop.call_later(1, signal.raise_signal, signal.SIGUSR2)
    await event.wait()
    log("event", loop.remove_signal_handler(signal.SIGUSR1), loop.remove_signal_handler(signal.SIGUSR1))
    await attempt("SIGKILL", loop.add_signal_handler, signal.SIGKILL, handler)
    await attempt("no signal", loop.add_signal_handler, 1000, handler)
    await attempt("no signal", loop.remove_signal_handler, 0)
    task = asyncio.current_task()
    loop.add_signal_handler(signal.SIGTERM, task.cancel, "terminated")
    loop.call_later(1, signal.raise_signal, signal.SIGTERM)
    try:
        await asyncio.sleep(5)
    except asyncio.CancelledError as exc:
        log(err(exc), task.cancelling(), task.uncancel())
    loop.remove_signal_handler(signal.SIGTERM)


asyncio.run(main())
