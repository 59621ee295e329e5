"""Runner: twice, with contexts, closed, with debug, cancelled inside, what is left at its end; each in a thread. And what is another loop's."""
# events: no

import asyncio
import contextvars

from caselog import err, log, outcome

var = contextvars.ContextVar("var", default=0)


shown = []


def show(*parts):
    shown.append(" ".join(str(part) for part in parts))


async def work(number, delay=0.0):
    await asyncio.sleep(delay)
    return number


async def sets(value):
    before = var.get()
    var.set(value)
    await asyncio.sleep(0)
    return before, var.get()


async def fails(exc):
    await asyncio.sleep(0)
    raise exc


async def cancels_itself():
    asyncio.current_task().cancel("mine")
    await asyncio.sleep(1)


async def tells():
    loop = asyncio.get_running_loop()
    return loop.get_debug(), loop.is_running(), len(asyncio.all_tasks())


def twice():
    with asyncio.Runner() as runner:
        show(runner.run(work(1)), runner.run(work(2, 1.5)))
        show(runner.run(tells()))
        loop = runner.get_loop()
        show(loop is runner.get_loop(), loop.is_running(), loop.is_closed(), loop.get_debug())
    show(loop.is_closed())


def contexts():
    var.set(1)
    with asyncio.Runner() as runner:
        show(runner.run(sets(2)), runner.run(sets(3)), var.get())
        own = contextvars.Context()
        show(runner.run(sets(4), context=own), own[var], runner.run(sets(5)))
        show(runner.run(sets(6), context=contextvars.copy_context()), var.get())


def tried(function, *args, **options):
    try:
        show("gave", function(*args, **options))
    except BaseException as exc:
        show(repr(exc))


def closed():
    runner = asyncio.Runner()
    runner.close()
    runner.close()
    tried(runner.run, work(1))
    runner.close()
    tried(runner.get_loop)
    runner = asyncio.Runner()
    loop = runner.get_loop()
    show(loop.is_closed())
    runner.close()
    show(loop.is_closed())
    tried(runner.get_loop)
    coroutine = work(1)
    tried(loop.run_until_complete, coroutine)
    coroutine.close()
    tried(loop.call_soon, show)
    tried(loop.call_later, 1, show)
    tried(loop.call_at, 1, show)
    tried(loop.run_in_executor, None, show)
    tried(loop.call_soon_threadsafe, show)
    tried(loop.run_forever)


def failing():
    with asyncio.Runner() as runner:
        tried(runner.run, fails(ValueError("bad")))
        tried(runner.run, cancels_itself())
        tried(runner.run, fails(SystemExit(3)))
        tried(runner.run, fails(KeyboardInterrupt("by hand")))
        tried(runner.run, work("still works"))


def debugging():
    for debug in True, False, None:
        with asyncio.Runner(debug=debug) as runner:
            show(runner.get_loop().get_debug(), runner.run(tells()))


async def leaves(what):
    async def stays(name):
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            show(what, name, "cancelled")
            await asyncio.sleep(1)
            show(what, name, "cleaned up")
            raise
    leaves.tasks = [asyncio.create_task(stays(name), name=name) for name in "ab"]
    await asyncio.sleep(1)
    return what


async def look(what):
    tasks = asyncio.all_tasks()
    show(what, len(tasks), [task.done() for task in leaves.tasks])
    await asyncio.sleep(1)


def leftovers():
    with asyncio.Runner() as runner:
        show(runner.run(leaves("first")))
        runner.run(look("between"))
    show([outcome(task) for task in leaves.tasks])
    try:
        with asyncio.Runner() as runner:
            runner.run(leaves("second"))
            raise ValueError("between two runs")
    except ValueError as exc:
        show(err(exc))
    show([outcome(task) for task in leaves.tasks])


def inside():
    async def outer():
        runner = asyncio.Runner()
        coroutine = work(1)
        tried(runner.run, coroutine)
        coroutine.close()
        runner.close()
        coroutine = work(1)
        tried(asyncio.run, coroutine)
        coroutine.close()
        return "outer"
    with asyncio.Runner() as runner:
        show(runner.run(outer()))


def factories():
    made = []
    def factory():
        loop = asyncio.new_event_loop()
        loop.set_task_factory(asyncio.eager_task_factory)
        made.append(loop)
        return loop
    async def eager():
        task = asyncio.create_task(tells())
        return task.done()
    with asyncio.Runner(loop_factory=factory) as runner:
        show(len(made))
        show(runner.run(eager()), len(made))
        show(runner.get_loop() is made[0])
    show(made[0].is_closed())
    show(asyncio.run(eager(), loop_factory=factory), len(made))


async def elsewhere():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    lock, event, queue, semaphore = asyncio.Lock(), asyncio.Event(), asyncio.Queue(1), asyncio.Semaphore(0)
    await lock.acquire()
    waiting = [asyncio.create_task(each, name="waits") for each in (lock.acquire(), event.wait(), queue.get(), semaphore.acquire())]
    await asyncio.sleep(0)
    said = []

    async def try_all():
        async def one(what, awaitable):
            try:
                await awaitable
                said.append((what, "fine"))
            except BaseException as exc:
                said.append((what, repr(exc)))
        await one("lock", lock.acquire())
        await one("event", event.wait())
        await one("queue", queue.get())
        await one("semaphore", semaphore.acquire())
        inner = asyncio.get_running_loop().create_future()
        def attempt_gather():
            try:
                asyncio.gather(inner, future)
            except BaseException as exc:
                said.append(("gather", repr(exc)))
        attempt_gather()

    def thread():
        def one(what, function, *args):
            try:
                function(*args)
                said.append((what, "fine"))
            except BaseException as exc:
                said.append((what, repr(exc)))
        one("running", asyncio.get_running_loop)
        one("current_task", asyncio.current_task)
        one("all_tasks", asyncio.all_tasks)
        coroutine = work(1)
        one("create_task", asyncio.create_task, coroutine)
        coroutine.close()
        one("timeout", asyncio.timeout, 1)
        one("shield", asyncio.shield, future)
        asyncio.run(try_all())

    await asyncio.to_thread(thread)
    for what, text in said:
        log(what, text)
    for task in waiting:
        task.cancel()
    await asyncio.wait(waiting)


async def main():
    for function in twice, contexts, closed, failing, debugging, leftovers, inside, factories:
        log(function.__name__)
        await asyncio.to_thread(function)
        for line in shown:
            log(line)
        shown.clear()
    log("elsewhere")
    await elsewhere()


asyncio.run(main())
