"""SIGINT once its handler was removed: KeyboardInterrupt where it is noticed. The loop ends, and main goes on while it is closed."""

import asyncio
import signal
from caselog import log


async def child(name):
    try:
        await asyncio.sleep(10)
    finally:
        log(name, 'finally', asyncio.current_task().cancelling())
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError as exc:
            log(name, 'again', exc.args)
            raise
        log(name, 'clean')


async def main():
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGINT, log, 'own handler')
    signal.raise_signal(signal.SIGINT)
    await asyncio.sleep(1)
    log(loop.remove_signal_handler(signal.SIGINT))
    t = asyncio.create_task(child('bg'), name='bg')
    loop.call_later(1, signal.raise_signal, signal.SIGINT)
    try:
        try:
            await asyncio.gather(child('A'), child('B'))
        finally:
            log('main finally', asyncio.current_task().cancelling())
            await asyncio.sleep(2)
            log('main clean', t.done())
    except asyncio.CancelledError as exc:
        log('swallowed', exc.args, asyncio.current_task().cancelling())
    async with asyncio.timeout(1):
        await asyncio.sleep(0.5)
    log('after', asyncio.current_task().uncancel())


try:
    asyncio.run(main())
except KeyboardInterrupt as exc:
    print('main raised', repr(exc))
