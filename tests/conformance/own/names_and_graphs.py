"""Names that change on the way, reprs in the middle of things, and who waits for whom."""
import asyncio
from caselog import log, outcome


OWN = 'leaf', 'middle', 'top', 'grouped'  # C++ has no main


def waiters(graph, depth=0):
    name = graph.future.get_name() if isinstance(graph.future, asyncio.Task) else type(graph.future).__name__
    log('  ' * depth + name, [entry.frame.f_code.co_name for entry in graph.call_stack if entry.frame.f_code.co_name in OWN])
    for each in sorted(graph.awaited_by, key=lambda g: g.future.get_name() if isinstance(g.future, asyncio.Task) else ''):
        waiters(each, depth + 1)


async def leaf(event):
    asyncio.current_task().set_name('renamed leaf')
    await event.wait()
    waiters(asyncio.capture_call_graph())
    return 'leaf'


async def middle(task):
    return await asyncio.shield(task)


async def top(tasks):
    async with asyncio.timeout(5):
        return await asyncio.gather(*tasks)


async def grouped(task):
    async with asyncio.TaskGroup() as tg:
        tg.create_task(middle(task), name='in group')


async def main():
    event = asyncio.Event()
    log(event, asyncio.Lock(), asyncio.Semaphore(2), asyncio.Queue(3))
    one = asyncio.create_task(leaf(event), name='leaf')
    two = asyncio.create_task(middle(one), name='two')
    three = asyncio.create_task(top([one, two]), name='three')
    four = asyncio.create_task(grouped(two), name='four')
    unnamed = asyncio.create_task(middle(four))
    log(unnamed.get_name(), one.get_name())
    await asyncio.sleep(0)
    unnamed.set_name('')
    two.set_name(2)
    log(one.get_name(), repr(two.get_name()), repr(unnamed.get_name()))
    await asyncio.sleep(0)
    log(event, sorted(t.get_name() for t in asyncio.all_tasks()))
    event.set()
    log(event, outcome(one))
    for task in (one, two, three, four, unnamed):
        await asyncio.wait([task])
        log(task.get_name(), outcome(task), task.get_stack())
    event.clear()
    log(event)
    names = [asyncio.create_task(asyncio.sleep(0)).get_name() for _ in range(3)]
    log(names, asyncio.create_task(asyncio.sleep(0), name='own').get_name(), asyncio.create_task(asyncio.sleep(0)).get_name())


asyncio.run(main())
