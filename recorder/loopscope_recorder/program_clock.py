"""What time.monotonic(), time.time() and the like tell the program: with a virtual loop, its time.

A program that measures how long it takes, or prints the time of day, shall see the time that it would have taken.
While no loop runs, time is real. Computing takes none; but who reads the clock again and again waits for it, so each
reading beyond the first many of a step takes a moment: that ends a loop that waits for a time to come.
"""

import functools
import queue
import threading
import time

MANY_READINGS = 1000
MOMENT = 1e-6  # seconds

_monotonic, _epoch_time = time.monotonic, time.time  # the real ones


class ProgramClock:
    def __init__(self, is_elsewhere):
        self.is_elsewhere = is_elsewhere  # is this thread busy with a loop that is not virtual?
        self._loop = None  # the one that runs; of several, in threads, the first
        self._passed = 0.0  # seconds until it began, or until _since
        self._since = _monotonic()
        self._epoch = _epoch_time()  # when nothing had passed
        self._is_read = False
        self._readings = 0  # of the entry of the ready queue that runs
        self._entry = 0  # its number

    def loop_begins(self, loop):
        if self._loop is not None:
            return
        # Seconds and a sum of them differ in their last digits; where nobody can know what passed before, nothing did.
        self._passed = self._passed + _monotonic() - self._since - loop.time() if self._is_read else 0.0
        self._loop = loop

    def loop_ends(self, loop):
        if self._loop is loop:
            self._passed += loop.time()
            self._loop = None
            self._since = _monotonic()

    def be_real(self):
        if self._loop is not None:
            self.loop_ends(self._loop)

    def seconds(self):
        self._is_read = True
        loop = self._loop
        if loop is None or self.is_elsewhere():
            return self._passed + _monotonic() - self._since
        self._readings = self._readings + 1 if self._entry == loop.entries_run else 0
        self._entry = loop.entries_run
        if self._readings > MANY_READINGS:
            loop.creep(MOMENT)
        return self._passed + loop.time()

    def since_epoch(self):
        return self._epoch + self.seconds()


def replace_clocks(replace, clock):
    """Python's own modules keep the real clock, but for those that compute a time to wait until.

    datetime.now() keeps it, too: a class in datetime's place is more than libraries can bear.
    """
    for name in "monotonic", "perf_counter":
        replace(time, name, functools.wraps(getattr(time, name))(lambda: clock.seconds()))
        replace(time, f"{name}_ns", lambda: round(clock.seconds() * 1e9))
    replace(time, "time", functools.wraps(time.time)(lambda: clock.since_epoch()))
    replace(time, "time_ns", lambda: round(clock.since_epoch() * 1e9))
    replace(queue, "time", time.monotonic)
    replace(threading, "_time", time.monotonic)
    _replace_times_of_day(replace, clock)


def _replace_times_of_day(replace, clock):
    def of_now(original, position, convert):
        """`original`, which takes the present time where its argument is missing."""

        @functools.wraps(original)
        def of_program(*args):
            if len(args) <= position or args[position] is None:
                args = (*args[:position], convert(clock.since_epoch()))
            return original(*args)

        return of_program

    localtime = time.localtime
    for name in "localtime", "gmtime", "ctime":
        replace(time, name, of_now(getattr(time, name), 0, float))
    replace(time, "asctime", of_now(time.asctime, 0, localtime))
    replace(time, "strftime", of_now(time.strftime, 1, localtime))
