"""The two clocks: one that jumps to the next timer when nothing is ready, and the real one."""

import asyncio
import concurrent.futures
from time import monotonic

from . import naming
from .kinds import STEP_ENDS
from .loop import RecordedLoop
from .threads import Threads
from .watchdog import Watchdog

POLL = 0.005  # seconds between looks at what only real time brings
DEFAULT_WORKERS = 32  # of the default executor, on every machine
PATIENCE = 10.0  # seconds of real time: no silence holds the virtual clock longer
MOMENT = 1.0  # seconds of real time that a thread may take without holding up a timer


class WaitsForEver(BaseException):
    """Nothing is ready, no timer runs, nothing is under way: the recording ends here."""


@naming.as_asyncios
class VirtualLoop(RecordedLoop):
    """Time starts at 0, for a second loop where the first ended.

    It stands still while a byte, connection or thread of this process is under way.
    """

    clock = "virtual"

    def __init__(self, observer, network, selector=None):
        self._now = observer.now_ns / 1e9
        self.threads = Threads(self)
        self._silent_since = None
        self._creeps = False
        super().__init__(observer, network, selector)

    def time(self):
        return self._now

    def run_forever(self):
        self._check_closed()
        observer = self.observer
        self._now = max(self._now, observer.now_ns / 1e9)  # another loop may have run meanwhile
        observer.clock.loop_begins(self)
        try:
            super().run_forever()
        finally:
            observer.now_ns = self.nanoseconds(self._now)
            observer.clock.loop_ends(self)

    def close(self):
        super().close()
        self.threads.set_free()

    def creep(self, seconds):
        """The program reads the clock again and again: it waits for a time to come."""
        self._now += seconds
        self._creeps = True

    def note_blocked(self, loc=0, flags=0):
        if self._creeps:
            self._creeps = False
            self.note_clock(loc)

    def block(self, condition, timeout):
        """The program blocks the loop's own thread: other threads run, time passes, and no timer fires."""
        self.observer.unseen.waits()
        deadline = None if timeout is None else self._now + timeout
        while True:
            self.threads.run()
            if condition is not None and condition():
                return True
            if deadline is not None and self._now >= deadline:
                return False
            self._pass_time(deadline, blocked=True)

    def run_in_executor(self, executor, func, *args):
        if executor is None and self._default_executor is None and not self._executor_shutdown_called:
            self._default_executor = concurrent.futures.ThreadPoolExecutor(
                max_workers=DEFAULT_WORKERS, thread_name_prefix="asyncio"
            )
        return super().run_in_executor(executor, func, *args)

    def wait_for_events(self, timeout):
        deadline = None if timeout is None else self._now + timeout
        if deadline is not None and self._scheduled:  # the sum may be rounded to a little more than that
            deadline = min(deadline, self._scheduled[0]._when)
        self._silent_since = None
        self._creeps = False
        while True:
            self.threads.run()
            self.network.settle(self._selector.get_map())
            events = self._select(0)
            if events or self._from_threads or deadline is not None and self._now >= deadline:
                return events
            if self._ready and timeout != 0:  # a handler of a signal put it there
                return events
            self._pass_time(self._scheduled[0]._when if self._scheduled else None)

    def _pass_time(self, deadline, blocked=False):
        """Nothing can happen now: the clock moves to `deadline`, or to the next thread that wakes."""
        wakes = self.threads.next_deadline()
        if self._must_wait(deadline, wakes):
            self._select(POLL)
            return
        if self._from_threads and not blocked:
            return
        if deadline is None and wakes is None:
            self.observer.waits_for_ever(self)
            raise WaitsForEver
        now = min(time for time in (deadline, wakes) if time is not None)
        self._now = max(self._now, now)
        if blocked or wakes == now:
            self.note_clock()
        self.threads.wake_due(self._now)

    def _select(self, timeout):
        events = [(key, self.network.fits(key.fd, mask)) for key, mask in self._selector.select(timeout)]
        return [(key, mask) for key, mask in events if mask]

    def _must_wait(self, *deadlines):
        """Whether something may come from outside of this process before the first deadline: real time brings it.

        A child that sleeps for 2 s is no quicker than a timeout of 1 s. A thread has some time for what a machine does
        sooner or later: reading a file takes none.
        """
        threads = self.threads.work_outside()
        if not (threads or self._watches_outside()):
            return False
        known = [time for time in deadlines if time is not None]
        if not known:
            return True
        if self._silent_since is None:
            self._silent_since = monotonic()
        left = min(known) - self._now
        return monotonic() < self._silent_since + min(max(left, MOMENT if threads else 0), PATIENCE)

    def _watches_outside(self):
        own = self.wake_up_fd()
        return any(
            key.fd != own and not self.network.is_inside(key.fd) for key in self._selector.get_map().values()
        )


@naming.as_asyncios
class RealLoop(RecordedLoop):
    """The real clock, counted from the start of the program's first loop."""

    clock = "real"

    def __init__(self, observer, network, selector=None):
        observer.start = observer.start or monotonic()
        self._watchdog = None
        super().__init__(observer, network, selector)

    def time(self):
        return monotonic() - self.observer.start

    def wait_for_events(self, timeout):
        return self._selector.select(timeout)

    def wake_up(self):
        self._write_to_self()

    def time_of_program(self):
        return self.time() - self.observer.cost.seconds()

    def run_forever(self):
        self._watchdog = Watchdog(self)
        try:
            super().run_forever()
        finally:
            self._watchdog.stop()
            self._watchdog = None

    def busy_since(self):
        """Since when a step has kept the thread, if that is long; for the watchdog's thread."""
        since = self._noted
        return since if self.time_of_program() - since >= self.slow_callback_duration / 2 else None

    def note_blocked(self, loc=0, flags=0):
        now = self.time_of_program()
        if now - self._noted < self.slow_callback_duration:
            return False
        loc = self._watchdog and self._watchdog.where(self._noted) or loc
        self._noted = now
        self.note_clock(loc, flags)
        return True

    def note_end(self, loc=0):
        if not self.note_blocked(loc, STEP_ENDS):
            self.observer.emit("clock", value=self.nanoseconds(self.time()), flags=STEP_ENDS)


@naming.as_asyncios
class OtherLoop(asyncio.SelectorEventLoop):
    """One that runs while another is recorded: a recording is of one loop at a time. Its time is real."""

    told_as = "a loop that ran at the same time as another"

    def time(self):
        return monotonic()
