"""Done callbacks that add, remove and cancel each other, twice the same, in contexts, on futures that are done."""

import asyncio
import contextvars

from caselog import log, outcome

var = contextvars.ContextVar('var', default='none')


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: log('handler', repr(context['exception'])))
    future = loop.create_future()

    def first(done):
        log('first', outcome(done), future.remove_done_callback(third), var.get())
        done.add_done_callback(late)

    def second(done):
        log('second', done is future)
        raise ValueError('second')

    def third(done):
        log('third', var.get())

    def late(done):
        log('late', var.get())
        done.add_done_callback(lambda _: log('later still'))

    future.add_done_callback(first)
    future.add_done_callback(second)
    future.add_done_callback(third)
    future.add_done_callback(third)
    log(future.remove_done_callback(second), future.remove_done_callback(second))
    future.add_done_callback(second)
    context = contextvars.copy_context()
    context.run(var.set, 'given')
    future.add_done_callback(late, context=context)
    future.set_result(1)
    log('set', future.remove_done_callback(first), future.remove_done_callback(third))
    var.set('changed')
    await asyncio.sleep(0)
    log('one turn')
    await asyncio.sleep(0)
    log('two turns')
    await asyncio.sleep(0)
    task = asyncio.create_task(asyncio.sleep(5), name='task')
    other = asyncio.create_task(asyncio.sleep(5), name='other')
    task.add_done_callback(lambda _: log('other', other.cancel('by a callback')))
    other.add_done_callback(lambda _: log('task', task.cancel('back')))
    await asyncio.sleep(0)
    task.cancel('begin')
    await asyncio.wait([task, other])
    log(outcome(task), outcome(other))
    waiting = loop.create_future()

    async def waiter(name):
        log(name, await waiting)

    tasks = [asyncio.create_task(waiter(name), name=name) for name in 'ab']
    waiting.add_done_callback(lambda _: log('before those who wait'))
    await asyncio.sleep(0)
    waiting.add_done_callback(lambda _: log('after those who wait'))
    waiting.add_done_callback(lambda _: tasks[1].cancel('too late?'))
    tasks[0].add_done_callback(lambda _: log('a is over'))
    waiting.set_result('result')
    await asyncio.wait(tasks)
    log([outcome(each) for each in tasks])
    done = loop.create_future()
    done.cancel('gone')
    done.add_done_callback(lambda each: log('cancelled', each.cancelled()))
    done.add_done_callback(lambda each: log('also', each))
    await asyncio.sleep(0)
    log('end')


asyncio.run(main())
