"""What a loop that is closed refuses, and what is set all the same: futures with callbacks and without, timers, tasks."""

# events: no, those of a loop that never runs
import asyncio

from caselog import err, log


def attempt(what, function, *arguments):
    try:
        log(what, function(*arguments))
    except BaseException as exc:
        log(what, err(exc))


async def work():
    return 1


async def main():
    loop = asyncio.new_event_loop()
    lonely, result, failure, cancelled, done = (loop.create_future() for _ in range(5))
    for future in result, failure, cancelled:
        future.add_done_callback(lambda _: log("never"))
        future.add_done_callback(lambda _: log("never"))
    done.set_result(3)
    handle = loop.call_later(1, log, "never")
    log(loop.is_closed(), loop)
    loop.close()
    log(loop.is_closed(), loop)
    attempt("lonely", lonely.set_result, 1)
    attempt("result", result.set_result, 1)
    log(result.done(), result.result(), result)
    attempt("again", result.set_result, 2)
    attempt("failure", failure.set_exception, ValueError("x"))
    log(failure.done(), err(failure.exception()))
    attempt("cancel", cancelled.cancel)
    attempt("cancel", cancelled.cancel)
    log(cancelled.cancelled())
    attempt("callback", done.add_done_callback, log)
    attempt("callback", loop.create_future().add_done_callback, log)
    attempt("call_soon", loop.call_soon, log)
    attempt("call_later", loop.call_later, 1, log)
    attempt("call_at", loop.call_at, 1, log)
    attempt("call_soon_threadsafe", loop.call_soon_threadsafe, log)
    attempt("run_in_executor", loop.run_in_executor, None, log)
    coroutine = work()
    attempt("create_task", loop.create_task, coroutine)
    coroutine.close()
    attempt("run_forever", loop.run_forever)
    attempt("stop", loop.stop)
    attempt("close", loop.close)
    handle.cancel()
    log(handle.cancelled())
    attempt("running", asyncio.get_running_loop().close)


asyncio.run(main())
