"""A main that is interrupted by signals of its own, whose handlers come and go, and that ends in the middle of things."""
import asyncio
import signal
from caselog import log, err, outcome

kept = []


def on_signal(name, number):
    log('signal', name, number)
    if len(kept) == 1:
        kept[0].cancel('by a signal')


async def worker(name, delay):
    try:
        await asyncio.sleep(delay)
        return name
    except asyncio.CancelledError as exc:
        log(name, 'cancelled', exc.args)
        await asyncio.sleep(0.5)
        log(name, 'cleaned up')
        raise


async def interrupted(signals, *workers):
    loop = asyncio.get_running_loop()
    for delay, sig in signals:
        loop.call_later(delay, signal.raise_signal, sig)
    try:
        async with asyncio.TaskGroup() as tg:
            for name, delay in workers:
                tg.create_task(worker(name, delay), name=name)
    except* ValueError:
        pass
    return 'finished'


async def main():
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGUSR1, on_signal, 'usr1', 1)
    loop.add_signal_handler(signal.SIGUSR2, on_signal, 'usr2', 2)
    kept.append(asyncio.create_task(interrupted([(1, signal.SIGUSR1), (1, signal.SIGUSR2)], ('A', 2), ('B', 3)), name='first'))
    log(err((await asyncio.gather(*kept, return_exceptions=True))[0]), outcome(kept[0]))
    kept.clear()
    log(await interrupted([(1, signal.SIGUSR1), (2, signal.SIGUSR2)], ('C', 2)))
    log(loop.remove_signal_handler(signal.SIGUSR1), loop.remove_signal_handler(signal.SIGUSR1))
    loop.add_signal_handler(signal.SIGUSR2, on_signal, 'other', 3)
    signal.raise_signal(signal.SIGUSR2)
    log('raised')
    await asyncio.sleep(0)
    log('a turn')
    await asyncio.sleep(0)
    for bad in (0, 1000):
        try:
            loop.add_signal_handler(bad, on_signal)
        except (ValueError, RuntimeError, OSError) as exc:
            log(type(exc).__name__)
    task = asyncio.current_task()
    loop.call_later(1, signal.raise_signal, signal.SIGINT)
    try:
        await interrupted([], ('D', 3), ('E', 4))
    except asyncio.CancelledError as exc:
        log('interrupted', exc.args, task.cancelling())
    task.uncancel()
    kept.append(asyncio.create_task(worker('F', 9), name='F'))
    await asyncio.sleep(0)
    log('main ends', loop.remove_signal_handler(signal.SIGUSR2))


asyncio.run(main())
