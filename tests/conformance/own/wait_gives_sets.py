"""What wait() gives are sets: compared, shown, taken apart in a loop. Futures of another loop, and long results, as futures show them."""

import asyncio

from caselog import err, log


async def value(result, delay=0.0):
    await asyncio.sleep(delay)
    return result


async def sets():
    tasks = [asyncio.create_task(value(i, i), name=f"t{i}") for i in range(4)]
    done, pending = await asyncio.wait(tasks, timeout=1.5)
    log(done == {tasks[0], tasks[1]}, pending == {tasks[3], tasks[2]}, done == set(tasks))
    while pending:
        done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
        log([task.get_name() for task in done], len(pending), pending == set())
    log(pending)
    waiting = asyncio.create_task(asyncio.wait(tasks), name="waiting")
    done, pending = await waiting
    log(len(done), pending)


async def another_loop():
    other = asyncio.new_event_loop()
    future = other.create_future()
    done, pending = await asyncio.wait([future], timeout=1)
    log(len(done), pending)
    try:
        await asyncio.gather(future, asyncio.sleep(1))
    except ValueError as error:
        log(err(error))
    other.close()


async def long_results():
    loop = asyncio.get_running_loop()
    for result in list(range(10)), "x" * 40, [["y" * 40] * 7], {i: str(i) for i in range(6)}, (1, (2, (3,))):
        future = loop.create_future()
        future.set_result(result)
        log(future)
    gathered = asyncio.gather(*[value(i) for i in range(9)])
    await gathered
    log(gathered)


async def mapped():
    names = range(3)
    log(await asyncio.gather(*map(value, names)))
    tasks = [asyncio.create_task(value(i, i)) for i in names]
    late = [task for task in tasks if task is not tasks[0]]
    done, _ = await asyncio.wait(late, timeout=1.5)
    log(done == {tasks[1]})
    _, pending = await asyncio.wait(late)
    log(pending)
    for next_done in asyncio.as_completed(map(value, names)):
        log(await next_done)
    by_name = {f"t{i}": asyncio.create_task(value(i)) for i in names}
    log(await asyncio.gather(*by_name.values(), return_exceptions=True))
    log(await asyncio.gather(return_exceptions=True))


async def main():
    await sets()
    await mapped()
    await long_results()
    await another_loop()


asyncio.run(main())
