"""The two clocks: one that jumps to the next timer when nothing is ready, and the real one."""

import time

from .loop import RecordedLoop, WaitsForEver

THREAD_PATIENCE = 5.0  # seconds of real time that the virtual clock waits for a thread that does not end


class VirtualLoop(RecordedLoop):
    """Time starts at 0 and stands still while anything runs, or any byte, connection or thread of this process is under way."""

    def __init__(self, observer, network, selector=None):
        self._now = 0.0
        self._network = network
        self._threads = 0
        super().__init__(observer, selector)

    def time(self):
        return self._now

    def nanoseconds(self, seconds):
        return round(seconds * 1e9)

    def wait_for_events(self, timeout):
        self._network.settle(self)
        events = self._selector.select(0)
        if events or timeout == 0:
            return events
        if self._threads or self._network.outside(self):
            return self._wait_for_the_world(timeout)
        if timeout is None:
            self._network.nothing_can_come(self)
            raise WaitsForEver
        self._jump(timeout)
        return []

    def _wait_for_the_world(self, timeout):
        """Something is under way that only real time brings: a thread, or a peer outside of this process."""
        events = self._selector.select(THREAD_PATIENCE if timeout is not None else None)
        if not events:
            self._jump(timeout)
        return events

    def _jump(self, timeout):
        self._now = self._scheduled[0]._when if timeout and self._scheduled else self._now

    def run_in_executor(self, executor, func, *args):
        future = super().run_in_executor(executor, func, *args)
        return future


class RealLoop(RecordedLoop):
    """The real clock, counted from the start of the loop."""

    def __init__(self, observer, network, selector=None):
        self._start = time.monotonic()
        super().__init__(observer, selector)

    def time(self):
        return time.monotonic() - self._start

    def nanoseconds(self, seconds):
        return round(seconds * 1e9)

    def wait_for_events(self, timeout):
        return self._selector.select(timeout)
