"""What blocks a thread of the program: on a virtual clock, in loop time."""

import concurrent.futures
import contextlib
import functools
import threading

from .threads import GONE, locked, of_thread, own_seat, timed, unseated


def wait_virtually(loop, condition, timeout):
    """Waits in loop time, in a thread of the program or in that of `loop`; None where there is no such time."""
    if getattr(of_thread, "real", False):
        return None
    if hasattr(loop, "block"):
        return loop.block(condition, timeout)
    seat = own_seat()
    return seat.threads.wait(seat, condition, timeout) if seat and not seat.threads.free else None


def replace_waits(replace, running_loop):
    """Threads, executors and what they wait for, as they are on a virtual clock."""

    def threads_here():
        loop = running_loop()
        if loop is not None:
            return getattr(loop, "threads", None)
        seat = own_seat()
        return seat.threads if seat and not seat.threads.free else None

    start, join = threading.Thread.start, threading.Thread.join
    condition_wait = threading.Condition.wait
    pool = concurrent.futures.ThreadPoolExecutor
    submit, shutdown = pool.submit, pool.shutdown

    @functools.wraps(start)
    def virtual_start(self):
        threads = threads_here()
        if threads and not isinstance(self, threading.Timer) and not _is_worker(self):
            self._loopscope_seat = seat = threads.add(self.name)
            self.run = _in_turn(seat, self.run)
        with _in_reality():
            start(self)
        if not (hasattr(self, "_loopscope_seat") or threads and _is_worker(self)):
            unseated.append(self)

    @functools.wraps(join)
    def virtual_join(self, timeout=None):
        seat = getattr(self, "_loopscope_seat", None)
        if seat and threads_here():
            if wait_virtually(running_loop(), lambda: seat.state == GONE, timeout) is False:
                return
        with _in_reality():
            join(self, timeout)

    @functools.wraps(condition_wait)
    def virtual_wait(self, timeout=None):
        if getattr(of_thread, "real", False):
            return condition_wait(self, timeout)
        if not threads_here():
            with _for_some_time(timeout):
                return condition_wait(self, timeout)
        waiter = locked()
        self._waiters.append(waiter)
        saved = self._release_save()
        try:
            notified = wait_virtually(running_loop(), lambda: not waiter.locked(), timeout)
            if not notified and waiter in self._waiters:
                self._waiters.remove(waiter)
            return notified
        finally:
            self._acquire_restore(saved)

    @functools.wraps(submit)
    def virtual_submit(self, fn, /, *args, **kwargs):
        threads = threads_here()
        if not threads:
            return submit(self, fn, *args, **kwargs)
        seat = threads.add_job(self)

        def in_turn(*args, **kwargs):
            seat.enter()
            return fn(*args, **kwargs)

        try:
            with _in_reality():
                future = submit(self, in_turn, *args, **kwargs)
        except RuntimeError:  # the executor takes no calls any more
            threads.job_left(seat, self)
            raise

        def invoke_callbacks():
            del future._invoke_callbacks  # else it would hold itself, and so what waits for it
            future._invoke_callbacks()
            threads.job_left(seat, self)

        future._invoke_callbacks = invoke_callbacks
        return future

    @functools.wraps(shutdown)
    def virtual_shutdown(self, wait=True, **options):
        threads = threads_here()
        if threads and wait:
            shutdown(self, wait=False, **options)
            wait_virtually(running_loop(), lambda: threads.is_idle(self), None)
        with _in_reality():  # its threads, which have no seats, may take long to end
            shutdown(self, wait=wait, **options)

    replace(threading.Thread, "start", virtual_start)
    replace(threading.Thread, "join", virtual_join)
    replace(threading.Condition, "wait", virtual_wait)
    replace(pool, "submit", virtual_submit)
    replace(pool, "shutdown", virtual_shutdown)


def wait_for_all_threads():
    """What Python does at the end of a program: those that are no daemons run to their end."""
    for thread in threading.enumerate():
        seat = getattr(thread, "_loopscope_seat", None)
        if seat:
            seat.threads.set_free()
        if not (thread.daemon or thread is threading.current_thread() or _is_worker(thread)):
            thread.join()


def _is_worker(thread):
    return getattr(thread, "_target", None) is concurrent.futures.thread._worker


def _in_turn(seat, run):
    def run_in_turn():
        seat.enter()
        try:
            run()
        finally:
            seat.leave()

    return run_in_turn


@contextlib.contextmanager
def _for_some_time(timeout):
    number = threading.get_native_id()
    if timeout is not None:
        timed.add(number)
    try:
        yield
    finally:
        timed.discard(number)


@contextlib.contextmanager
def _in_reality():
    """Waits in here are asyncio's and Python's own."""
    before, of_thread.real = getattr(of_thread, "real", False), True
    seat = own_seat()
    if seat:
        seat.in_reality = True
    try:
        yield
    finally:
        of_thread.real = before
        if seat:
            seat.in_reality = before
