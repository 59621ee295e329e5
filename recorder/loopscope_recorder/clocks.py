"""The two clocks: one that jumps to the next timer when nothing is ready, and the real one."""

import time

from .loop import RecordedLoop
from .threads import Threads

POLL = 0.005  # seconds between looks at what only real time brings
PATIENCE = 10.0  # seconds of real time until something silent no longer holds the virtual clock


class WaitsForEver(BaseException):
    """Nothing is ready, no timer runs, nothing is under way: the recording ends here."""


class VirtualLoop(RecordedLoop):
    """Time starts at 0; it stands still while a byte, connection or thread of this process is under way."""

    clock = "virtual"

    def __init__(self, observer, network, selector=None):
        self._now = 0.0
        self._threads = Threads()
        self._patient_until = None
        super().__init__(observer, network, selector)

    def time(self):
        return self._now

    def block(self, seconds):
        """time.sleep() in the loop's own thread: nothing else runs, and time passes."""
        self._now += seconds
        self.note_clock()

    def run_in_executor(self, executor, func, *args):
        job, tracked = self._threads.job(func)
        job.future = super().run_in_executor(executor, tracked, *args)
        return job.future

    def wait_for_events(self, timeout):
        self.network.settle(self._selector.get_map())
        events = self._select(0)
        while not events and timeout != 0 and self._must_wait(timeout):
            events = self._select(POLL)
        if events or timeout == 0 or self._from_threads:
            self._patient_until = None
            return events
        if timeout is None:
            self.observer.waits_for_ever(self)
            raise WaitsForEver
        self._now = max(self._now, self._scheduled[0]._when)
        return []

    def _select(self, timeout):
        events = [(key, self.network.fits(key.fd, mask)) for key, mask in self._selector.select(timeout)]
        return [(key, mask) for key, mask in events if mask]

    def _must_wait(self, timeout):
        """Whether something may come from a thread or from outside of this process: real time brings it."""
        if self._from_threads or not (self._threads.under_way() or self._watches_outside()):
            return False
        if timeout is None:
            return True
        if self._patient_until is None:
            self._patient_until = time.monotonic() + PATIENCE
        return time.monotonic() < self._patient_until

    def _watches_outside(self):
        own = self.wake_up_fd()
        return any(
            key.fd != own and not self.network.is_inside(key.fd) for key in self._selector.get_map().values()
        )


class RealLoop(RecordedLoop):
    """The real clock, counted from the start of the loop."""

    clock = "real"

    def __init__(self, observer, network, selector=None):
        self._start = time.monotonic()
        super().__init__(observer, network, selector)

    def time(self):
        return time.monotonic() - self._start

    def wait_for_events(self, timeout):
        return self._selector.select(timeout)
