"""Tasks in sets and as keys: background tasks that are discarded when done, what is pending, who works for whom, gathered sets."""

import asyncio

from caselog import err, log, outcome


async def work(name, delay, fails=False):
    await asyncio.sleep(delay)
    if fails:
        raise ValueError(name)
    return name


async def background():
    background_tasks = set()
    for i in range(4):
        task = asyncio.create_task(work(f"w{i}", i), name=f"w{i}")
        background_tasks.add(task)
        background_tasks.add(task)
        task.add_done_callback(background_tasks.discard)
    log(len(background_tasks))
    while background_tasks:
        await asyncio.sleep(1)
        log(len(background_tasks), sorted(task.get_name() for task in background_tasks))


async def pending_ones():
    pending = {asyncio.create_task(work(name, delay, name == "b"), name=name) for name, delay in zip("abc", (3, 1, 2))}
    everything = set(pending)
    while pending:
        done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            log(task.get_name(), outcome(task), len(pending))
        if len(pending) == 1:
            pending.add(asyncio.create_task(work("d", 0.5), name="d"))
            everything |= pending
            break
    log(len(everything), len(everything - pending))
    results = await asyncio.gather(*sorted(everything, key=asyncio.Task.get_name), return_exceptions=True)
    log(results)


async def keys():
    costs = {}
    for name, delay in ("x", 2), ("y", 1):
        costs[asyncio.create_task(work(name, delay), name=name)] = delay * 10
    async for task in asyncio.as_completed(costs):
        log(task.get_name(), costs[task])
    log(sum(costs.values()))


async def group_of_callers():
    waiting = {}
    for i in range(3):
        future = asyncio.get_running_loop().create_future()
        waiting[future] = f"caller {i}"
    for i, future in enumerate(waiting):
        asyncio.get_running_loop().call_later(i + 1, future.set_result, i)
    done, pending = await asyncio.wait(waiting, timeout=2.5)
    log(sorted(waiting[future] for future in done), [waiting.pop(future) for future in pending], len(waiting))


async def main():
    for function in background, pending_ones, keys, group_of_callers:
        log(function.__name__)
        await function()


asyncio.run(main())
