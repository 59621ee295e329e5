"""What programs write every day: tasks as results, sets of tasks, the second of two managers, None by default."""

import asyncio
import concurrent.futures

from caselog import err, log


async def who():
    await asyncio.sleep(0)
    return asyncio.current_task()


async def give(value):
    await asyncio.sleep(0)
    return value


async def tasks_as_results():
    task = asyncio.create_task(who(), name="me")
    log((await task) is task)
    given = asyncio.create_task(give(asyncio.current_task()), name="given")
    log((await given) is asyncio.current_task())
    future = asyncio.get_running_loop().create_future()
    future.set_result([future])
    log(future)


async def sets_of_tasks():
    tasks = [asyncio.create_task(asyncio.sleep(i), name=f"t{i}") for i in range(1, 3)]
    others = all_others = asyncio.all_tasks() - {asyncio.current_task()}
    log(sorted(task.get_name() for task in others))
    pending = set(tasks)
    while pending:
        done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
        log(len(done), len(pending))
    log(len(all_others))


async def managers():
    async with asyncio.timeout(1), asyncio.TaskGroup() as group:
        group.create_task(give("in a group"))
    lock = asyncio.Lock()
    async with lock, asyncio.timeout(1) as limit:
        log(lock.locked(), limit.when())
    log(lock.locked())


async def numbers(count):
    for i in range(count):
        yield i


async def defaults():
    generator = numbers(1)
    log(await anext(generator, None), await anext(generator, None), await anext(generator, -1))
    results = await asyncio.gather(give(1), give(2), give(3))
    log(results[0], results[-1])
    group = ExceptionGroup("both", [ValueError("a"), KeyError("b")])
    match, rest = group.split(ValueError)
    log(match is None, rest is None, group.subgroup(OSError) is None)


class Adder:
    def add(self, one, two=1):
        return one + two


async def methods_in_threads():
    loop = asyncio.get_running_loop()
    adder = Adder()
    log(await loop.run_in_executor(None, adder.add, 1, 2), await asyncio.to_thread(adder.add, 2, 2))
    with concurrent.futures.ThreadPoolExecutor(max_workers=1) as pool:
        log(await loop.run_in_executor(pool, adder.add, 3, 2), pool.submit(adder.add, 4, 2).result())


async def lines():
    async def serve(reader, writer):
        parts = ["one", "two"]
        writer.writelines([part.encode() for part in parts])
        writer.write(b",".join([part.encode() for part in parts]))
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    log(await reader.read())
    writer.close()
    server.close()
    try:
        await asyncio.wait_for(asyncio.sleep(5), timeout=1)
    except asyncio.TimeoutError as exc:
        log(err(exc))


async def main():
    for part in tasks_as_results, sets_of_tasks, managers, defaults, methods_in_threads, lines:
        log(part.__name__)
        await part()


asyncio.run(main())
