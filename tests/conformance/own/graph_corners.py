"""capture_call_graph(): who awaits whom in groups, gathers, generators and blocks; limits; outside of tasks."""

import asyncio
import io
import re

from caselog import err, log


def functions(stack):
    return [entry.frame.f_code.co_name for entry in stack]


def tell(graph, depth=0):
    if graph is None:
        log("no graph")
        return
    name = graph.future.get_name() if isinstance(graph.future, asyncio.Task) else "future"
    log("  " * depth + name, [f for f in functions(graph.call_stack) if f in OWN])
    for waiter in graph.awaited_by:
        tell(waiter, depth + 1)


OWN = {"leaf", "branch", "tree", "group_of", "asks", "asks_deeper", "with_timeout", "numbers", "consumer", "eager",
       "holder", "main", "waits_for"}


async def leaf(event):
    await event.wait()


async def branch(event):
    await leaf(event)


async def tree(event):
    await branch(event)


async def group_of(event):
    async with asyncio.TaskGroup() as group:
        group.create_task(leaf(event), name="child a")
        group.create_task(tree(event), name="child b")


async def asks_deeper():
    await asyncio.sleep(0)
    tell(asyncio.capture_call_graph())
    tell(asyncio.capture_call_graph(depth=2))
    tell(asyncio.capture_call_graph(limit=1))
    tell(asyncio.capture_call_graph(limit=-1))
    tell(asyncio.capture_call_graph(limit=0))


async def asks():
    await asks_deeper()


async def with_timeout(event):
    try:
        async with asyncio.timeout(1):
            await tree(event)
    except TimeoutError:
        log("timed out")


async def numbers(event):
    yield 1
    await leaf(event)
    yield 2


async def consumer(event):
    async for number in numbers(event):
        log("number", number)


async def waits_for(task):
    return await task


async def main():
    loop = asyncio.get_running_loop()
    event = asyncio.Event()
    group = asyncio.create_task(group_of(event), name="group")
    tasks = []
    for make, name in ((tree, "tree"), (with_timeout, "timeout"), (consumer, "consumer")):
        tasks.append(asyncio.create_task(make(event), name=name))
    for task in tasks:
        tell(asyncio.capture_call_graph(task))
    first = asyncio.create_task(waits_for(tasks[0]), name="first")
    second = asyncio.create_task(waits_for(tasks[0]), name="second")
    third = asyncio.create_task(waits_for(second), name="third")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    for task in tasks:
        tell(asyncio.capture_call_graph(task))
    for task in sorted(asyncio.all_tasks(), key=lambda task: task.get_name()):
        if task.get_name().startswith("child"):
            tell(asyncio.capture_call_graph(task))
    await asyncio.create_task(asks(), name="asks")
    loop.call_soon(lambda: tell(asyncio.capture_call_graph()))
    loop.call_soon(lambda: log(repr(asyncio.format_call_graph())))
    loop.call_soon(lambda: asyncio.print_call_graph())
    await asyncio.sleep(2)
    event.set()
    await asyncio.gather(first, third)
    await asyncio.wait([*tasks, group])
    tell(asyncio.capture_call_graph(tasks[0]))
    future = loop.create_future()
    tell(asyncio.capture_call_graph(future))
    waiter = asyncio.create_task(waits_for(future), name="waiter")
    await asyncio.sleep(0)
    tell(asyncio.capture_call_graph(future))
    out = io.StringIO()
    asyncio.print_call_graph(future, file=out)
    log([line.strip().split(" ")[0] for line in out.getvalue().splitlines()])
    asyncio.future_add_to_awaited_by(future, tasks[0])
    tell(asyncio.capture_call_graph(future))
    asyncio.future_discard_from_awaited_by(future, tasks[0])
    tell(asyncio.capture_call_graph(future))
    future.cancel()
    await asyncio.wait([waiter])
    tell(asyncio.capture_call_graph(future))


asyncio.run(main())
