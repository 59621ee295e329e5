"""Who looks at the exceptions of tasks: those at which nobody did are reported when the tasks go."""

import asyncio

from caselog import err, log


async def fails(name, delay):
    await asyncio.sleep(delay)
    raise ValueError(name)


def two(prefix):
    return [asyncio.create_task(fails(prefix + str(i), 1), name=prefix + str(i)) for i in range(2)]


async def wait_for_all():
    tasks = two("all")
    done, pending = await asyncio.wait(tasks)
    log("all", len(done), len(pending))


async def wait_for_first_exception():
    tasks = two("exception")
    tasks.append(asyncio.create_task(asyncio.sleep(5), name="sleeper"))
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    log("first exception", len(done), len(pending))
    tasks[2].cancel()


async def wait_for_first_exception_of_all():
    tasks = two("last")
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    log("first exception of all", len(done), len(pending))


async def wait_for_first():
    tasks = two("first")
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    log("first", len(done), len(pending))


async def gather_and_cancel(return_exceptions):
    tasks = two("gather")
    tasks.append(asyncio.create_task(asyncio.sleep(5), name="sleeper"))
    gathering = asyncio.gather(*tasks, return_exceptions=return_exceptions)
    await asyncio.sleep(2)
    log("gather", gathering.cancel())
    await asyncio.wait([gathering])
    log(type(gathering.exception()).__name__)


async def shield_and_cancel():
    task = asyncio.create_task(fails("shielded", 1), name="shielded")
    shielded = asyncio.shield(task)
    shielded.cancel()
    await asyncio.sleep(2)
    log("shield", shielded.cancelled())


async def group_swallows():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fails("a", 1), name="a")
            group.create_task(fails("b", 1), name="b")
    except* ValueError as group:
        log("group", err(group))


async def time_is_up():
    try:
        await asyncio.wait_for(asyncio.create_task(fails("late", 0), name="late"), 0)
    except TimeoutError as exc:
        log(err(exc))


async def main():
    loop = asyncio.get_running_loop()
    reports = []  # in no order: a list lets go of its last item first
    loop.set_exception_handler(lambda loop, context: reports.append(err(context["exception"])))

    def show():
        log("not looked at", sorted(reports))
        reports.clear()

    await wait_for_all()
    show()
    await wait_for_first_exception()
    show()
    await wait_for_first_exception_of_all()
    show()
    await wait_for_first()
    await asyncio.sleep(1)
    show()
    await gather_and_cancel(True)
    show()
    await gather_and_cancel(False)
    show()
    await shield_and_cancel()
    show()
    await group_swallows()
    show()
    await time_is_up()
    show()
    loop.set_exception_handler(None)


asyncio.run(main())
