"""Futures and tasks of another loop: who takes them, who refuses, and with what words."""

import asyncio
import re

from caselog import err, log, outcome


def text(exc):
    return re.sub(r'<Task .*?> got Future <(\w+) .*>', r'<Task> got <\1>', err(exc))


async def work(name):
    log(name, 'works')
    await asyncio.sleep(1)
    return name


async def attempt(what, call):
    try:
        log(what, await call())
    except Exception as exc:
        log(what, text(exc))


async def awaits(future):
    return await future


async def gathers(*futures):
    return await asyncio.gather(*futures)


async def main():
    loop = asyncio.get_running_loop()
    other = asyncio.new_event_loop()
    first = loop.create_future()
    future = other.create_future()
    second = asyncio.Future(loop=other)
    third = asyncio.Future()
    log(future.get_loop() is other, second.get_loop() is loop, third.get_loop() is loop)
    await attempt('await', lambda: awaits(future))
    await attempt('task', lambda: asyncio.create_task(awaits(future), name='T'))
    await attempt('gather', lambda: gathers(first, future))
    await attempt('gather of theirs', lambda: gathers(future, second))
    await attempt('wait_for', lambda: asyncio.wait_for(future, 1))
    await attempt('shield', lambda: asyncio.shield(future))
    try:
        asyncio.as_completed([future])
    except ValueError as exc:
        log('as_completed', text(exc))
    try:
        asyncio.ensure_future(future, loop=loop)
    except ValueError as exc:
        log('ensure_future', text(exc))
    log(asyncio.ensure_future(future, loop=other) is future, asyncio.ensure_future(future) is future)
    done, pending = await asyncio.wait([future, first], timeout=1)
    log(len(done), len(pending))
    future.set_result('F')
    log('awaits one that is done', await future)
    log('done' if first.done() else 'not yet')
    task = asyncio.ensure_future(work('mine'), loop=loop)
    theirs = asyncio.ensure_future(work('theirs'), loop=other)
    log(task.get_loop() is loop, theirs.get_loop() is other, await task)
    await attempt('their task', lambda: theirs)
    first.set_result(1)
    third.set_exception(ValueError('third'))
    log(await asyncio.gather(first, third, return_exceptions=True))
    second.cancel()
    try:
        other.run_until_complete(second)
    except RuntimeError as exc:
        log(err(exc))
    try:
        other.run_forever()
    except RuntimeError as exc:
        log(err(exc))
    theirs.cancel()
    log(outcome(second), outcome(theirs), other.is_running(), other.is_closed())
    await itself()
    other.close()
    log(other.is_closed())


async def itself():
    async def awaits_itself():
        for _ in range(2):
            try:
                await asyncio.current_task()
            except RuntimeError as exc:
                log(re.sub(r': <Task.*', '', str(exc)))
    await asyncio.create_task(awaits_itself(), name='itself')


asyncio.run(main())
