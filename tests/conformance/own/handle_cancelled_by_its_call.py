import asyncio

from caselog import log


async def main():
    loop = asyncio.get_running_loop()

    def handler(loop, x):
        log('handler', x['message'], repr(x['exception']), repr(x['handle']))

    loop.set_exception_handler(handler)

    def soon(x):
        h.cancel()
        raise ValueError(x)

    h = loop.call_soon(soon, 1)
    await asyncio.sleep(0)
    log(h.cancelled(), repr(h))

    def later(x):
        t.cancel()
        log(t.when(), t.cancelled())
        raise ValueError(x)

    t = loop.call_later(1, later, 2)
    await asyncio.sleep(2)
    log(t.cancelled(), repr(t))

    def safe():
        s.cancel()
        raise ValueError(3)

    s = loop.call_soon_threadsafe(safe)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    log(s.cancelled())


try:
    asyncio.run(main())
except BaseException as exc:
    print('main raised', repr(exc))
