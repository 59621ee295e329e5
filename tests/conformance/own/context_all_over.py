"""Context variables in callbacks, tasks, eager tasks, executors, generators and groups, at once."""
import asyncio
import contextvars
from caselog import log, outcome

user = contextvars.ContextVar('user', default='nobody')
depth = contextvars.ContextVar('depth')


def show(what, *args):
    log(what, user.get(), depth.get('-'))


def blocking(n):
    token = user.set(f'thread {n}')
    seen = user.get(), depth.get('-')
    user.reset(token)
    return seen, user.get()


async def child(name, level):
    show(name)
    token = depth.set(level)
    user.set(name)
    await asyncio.sleep(level)
    show(name)
    if level < 2:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(child(name + '.', level + 1), name=name + '.')
    depth.reset(token)
    show(name)
    asyncio.get_running_loop().call_soon(show, name + ' soon')
    return user.get()


async def gen():
    for i in range(2):
        user.set(f'gen {i}')
        yield user.get()


async def main():
    loop = asyncio.get_running_loop()
    user.set('main')
    context = contextvars.copy_context()
    context.run(depth.set, 7)
    task = asyncio.create_task(child('A', 1), name='A', context=context)
    eager = asyncio.Task(child('B', 0), loop=loop, name='B', eager_start=True)
    show('after the eager start')
    shared = asyncio.create_task(child('C', 2), name='C', context=context)
    loop.call_later(1, show, 'later')
    loop.call_soon(show, 'in the context', context=context)
    future = loop.create_future()
    future.add_done_callback(lambda f: show('done callback'))
    future.add_done_callback(lambda f: show('done callback in it'), context=context)
    user.set('main 2')
    future.set_result(None)
    log(await asyncio.to_thread(blocking, 1))
    log(await loop.run_in_executor(None, blocking, 2))
    log(await context.run(asyncio.to_thread, blocking, 3))
    async for value in gen():
        show(value)
    log(await asyncio.gather(task, eager, shared))
    log(context[user], context.get(depth), depth in context, task.get_context() is context, eager.get_context() is context)
    log(await asyncio.wait_for(child('D', 1), 5))
    show('wait_for shares it')
    timer = loop.call_at(loop.time() - 5, show, 'past')
    log(timer.when() - loop.time(), timer.cancelled())
    try:
        async with asyncio.timeout(0):
            user.set('in the block')
            await asyncio.sleep(1)
    except TimeoutError:
        show('after the timeout')
    try:
        context.run(lambda: context.run(show, 'twice'))
    except RuntimeError as exc:
        log(str(exc).split(':')[0])


asyncio.run(main())
