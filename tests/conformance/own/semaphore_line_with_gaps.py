"""Semaphore: waiters cancelled in the middle of the line and as they are woken; a newcomer."""

import asyncio

from caselog import log, outcome


async def user(name, semaphore, hold, held):
    log(name, "wants", semaphore.locked())
    async with semaphore:
        held.append(name)
        log(name, "has", held)
        await asyncio.sleep(hold)
        held.remove(name)
    log(name, "left", semaphore)


async def main():
    semaphore, held = asyncio.Semaphore(2), []
    tasks = [asyncio.create_task(user(name, semaphore, 1 + i / 4, held), name=name) for i, name in enumerate("abcdef")]
    await asyncio.sleep(0.5)
    tasks[3].cancel()
    await asyncio.sleep(0.5)
    asyncio.get_running_loop().call_soon(tasks[2].cancel)
    tasks.append(asyncio.create_task(user("new", semaphore, 0, held), name="new"))
    await asyncio.wait(tasks)
    log([outcome(task) for task in tasks])
    bounded = asyncio.BoundedSemaphore(1)
    await bounded.acquire()
    line = [asyncio.create_task(bounded.acquire(), name=f"w{i}") for i in range(3)]
    await asyncio.sleep(0)
    bounded.release()
    line[0].cancel()
    line[1].cancel()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    log(bounded, [outcome(task) for task in line])


asyncio.run(main())
