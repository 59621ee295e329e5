"""What asyncio says when it is used wrongly: futures, tasks, loops, locks, queues, groups, limits, readers, writers."""

import asyncio
import math
import socket

from caselog import log


def tried(what, function, *args):
    try:
        log(what, 'gave', function(*args))
    except BaseException as exc:
        log(what, repr(exc))


async def attempt(what, awaitable):
    try:
        log(what, 'gave', await awaitable)
    except BaseException as exc:
        log(what, repr(exc))


async def nothing():
    pass


async def futures():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    tried('result', future.result)
    tried('exception', future.exception)
    future.set_result(None)
    tried('set_result', future.set_result, None)
    tried('set_exception', future.set_exception, ValueError('late'))
    tried('cancel', future.cancel)
    future = loop.create_future()
    future.cancel('gone')
    tried('result', future.result)
    tried('exception', future.exception)
    tried('set_result', future.set_result, None)
    task = asyncio.create_task(nothing(), name='t')
    tried('task result', task.result)
    tried('task exception', task.exception)
    tried('task set_result', task.set_result, None)
    tried('task set_exception', task.set_exception, ValueError('no'))
    tried('uncancel', task.uncancel)
    await task
    task = asyncio.create_task(nothing(), name='u')
    task.cancel()
    await asyncio.wait([task])
    tried('cancelled result', task.result)
    tried('cancelled exception', task.exception)


async def loops():
    loop = asyncio.get_running_loop()
    tried('close', loop.close)
    tried('run_forever', loop.run_forever)
    await attempt('sleep', asyncio.sleep(math.nan))
    coroutine = nothing()
    tried('run_until_complete', loop.run_until_complete, coroutine)
    coroutine.close()
    coroutine = nothing()
    tried('run', asyncio.run, coroutine)
    coroutine.close()
    other = asyncio.new_event_loop()
    coroutine = nothing()
    tried('other loop', other.run_until_complete, coroutine)
    coroutine.close()
    runner = asyncio.Runner()
    coroutine = nothing()
    tried('runner', runner.run, coroutine)
    coroutine.close()
    runner.close()
    coroutine = nothing()
    tried('closed runner', runner.run, coroutine)
    coroutine.close()


async def primitives():
    lock, condition, event = asyncio.Lock(), asyncio.Condition(), asyncio.Event()
    tried('release', lock.release)
    tried('notify', condition.notify)
    tried('notify_all', condition.notify_all)
    await attempt('wait', condition.wait())
    await attempt('wait_for', condition.wait_for(lambda: False))
    tried('semaphore', asyncio.Semaphore, -1)
    tried('bounded', asyncio.BoundedSemaphore(1).release)
    tried('barrier', asyncio.Barrier, 0)
    barrier = asyncio.Barrier(2)
    await barrier.abort()
    await attempt('broken', barrier.wait())
    log(event, event.set(), event, event.clear(), event)
    queue = asyncio.Queue(1)
    tried('get_nowait', queue.get_nowait)
    tried('task_done', queue.task_done)
    queue.put_nowait(1)
    tried('put_nowait', queue.put_nowait, 2)
    queue.shutdown()
    tried('shut put_nowait', queue.put_nowait, 2)
    await attempt('shut put', queue.put(2))
    log(queue.get_nowait())
    await attempt('shut get', queue.get())


async def scopes():
    group = asyncio.TaskGroup()
    coroutine = nothing()
    tried('not entered', group.create_task, coroutine)
    coroutine.close()
    async with group:
        pass
    coroutine = nothing()
    tried('finished', group.create_task, coroutine)
    coroutine.close()
    await attempt('entered twice', group.__aenter__())
    scope = asyncio.timeout(1)
    tried('reschedule', scope.reschedule, 2)
    async with scope:
        log(scope.when())
    tried('reschedule', scope.reschedule, 2)
    await attempt('scope entered twice', scope.__aenter__())
    await attempt('wait', asyncio.wait([]))
    await attempt('gather', asyncio.gather())
    tried('as_completed', lambda: list(asyncio.as_completed([])))


async def readers():
    for limit in 0, -1:
        tried('limit', asyncio.StreamReader, limit)
    reader = asyncio.StreamReader(limit=4)
    await attempt('exactly', reader.readexactly(-1))
    await attempt('until', reader.readuntil(b''))
    reader.feed_data(b'abcdefgh;x')
    await attempt('longer', reader.readuntil(b';'))
    await attempt('line', reader.readline())
    reader.feed_data(b'123456')
    await attempt('overrun', reader.readuntil(b';'))
    waiting = asyncio.create_task(reader.readexactly(100), name='waiting')
    await asyncio.sleep(0)
    await attempt('second', reader.read(1))
    await attempt('second', reader.readline())
    reader.feed_eof()
    await attempt('waiting', waiting)
    tried('feed', reader.feed_data, b'late')
    reader.set_exception(ValueError('broken'))
    await attempt('read', reader.read(1))
    await attempt('exactly', reader.readexactly(1))


async def misuse():
    loop = asyncio.get_running_loop()
    tried("reader", loop.add_reader, -1, log)
    tried("remove reader", loop.remove_reader, -1)
    async with asyncio.TaskGroup() as group:
        async def late():
            await asyncio.sleep(0)
        group.create_task(late(), name="late")
    group = asyncio.TaskGroup()

    async def fails():
        raise ValueError("fails")

    async def adds():
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            coroutine = nothing()
            tried("shutting down", group.create_task, coroutine)
            coroutine.close()
            raise

    async def body():
        async with group:
            group.create_task(adds(), name="adds")
            group.create_task(fails(), name="fails")
    await attempt("group", body())
    scope = asyncio.timeout(0)
    async def limited():
        async with scope:
            await asyncio.sleep(1)
    await attempt("scope", limited())
    tried("expired", scope.expired)
    tried("reschedule expired", scope.reschedule, 1)
    queue = asyncio.Queue()
    queue.put_nowait(1)
    queue.shutdown(immediate=True)
    await attempt("join", queue.join())
    tried("done", queue.task_done)
    tried("get", queue.get_nowait)
    semaphore = asyncio.BoundedSemaphore(2)
    await semaphore.acquire()
    tried("release", semaphore.release)
    tried("release", semaphore.release)
    condition = asyncio.Condition()
    async with condition:
        tried("other lock", lambda: asyncio.Condition(asyncio.Lock()).notify(1))
        await attempt("negative", asyncio.wait_for(condition.wait(), -1))
    tried("locked", condition.locked)
    await attempt("condition", condition.wait_for(lambda: True))
    tried("condition release", condition.release)
    barrier = asyncio.Barrier(1)
    await attempt("alone", barrier.wait())
    await barrier.abort()
    await attempt("aborted", barrier.wait())
    await barrier.reset()
    await attempt("reset", barrier.wait())
    gathered = asyncio.gather(nothing(), fails())
    tried("early", gathered.result)
    await attempt("gathered", gathered)
    tried("late", gathered.result)
    tried("gathered exception", lambda: repr(gathered.exception()))
    task = asyncio.create_task(fails(), name="failing")
    await asyncio.wait([task])
    tried("failed result", task.result)
    tried("cancel", task.cancel)
    tried("uncancel", task.uncancel)


async def connections():
    await attempt("nowhere", asyncio.open_connection())
    await attempt("no server", asyncio.start_server(log))
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
        try:
            await asyncio.open_connection("127.0.0.1", port)
        except OSError as exc:
            log("refused", type(exc).__name__, exc.errno, str(exc).replace(str(port), "PORT"))
        try:
            await asyncio.start_server(log, "127.0.0.1", port)
        except OSError as exc:
            log("taken", type(exc).__name__, exc.errno, str(exc).replace(str(port), "PORT"))

    async def serve(reader, writer):
        writer.close()
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.write_eof()
    tried("after eof", writer.write, b"late")
    tried("eof again", writer.write_eof)
    tried("limits", writer.transport.set_write_buffer_limits, 1, 2)
    tried("limits", writer.transport.set_write_buffer_limits, None, -1)
    writer.transport.set_write_buffer_limits(100)
    log(writer.transport.get_write_buffer_limits(), writer.transport.get_write_buffer_size())
    log(await reader.read())
    writer.close()
    await writer.wait_closed()
    tried("closed", writer.close)
    await attempt("drain", writer.drain())
    log(writer.is_closing(), writer.get_extra_info("nothing"), writer.get_extra_info("nothing", 5))
    serving = asyncio.create_task(server.serve_forever(), name="serving")
    await asyncio.sleep(0)
    try:
        await server.serve_forever()
    except RuntimeError as exc:
        log(type(exc).__name__, str(exc).split("<")[0], str(exc).split(">")[-1])
    serving.cancel()
    await asyncio.wait([serving])
    log(server.is_serving(), server.sockets)
    await attempt("start again", server.start_serving())
    await attempt("serve again", server.serve_forever())
    await attempt("closed", server.wait_closed())


async def main():
    for function in futures, loops, primitives, scopes, readers, misuse, connections:
        log(function.__name__)
        await function()


asyncio.run(main())
