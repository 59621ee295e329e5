"""Looks where a step is that keeps the loop's thread for long: on the real clock no event of its own tells."""

import _thread
import collections
import sys
import threading

from .observer import BOUNDARY
from .program import nearest

LOOKS = 4  # within the time after which a callback is slow


class Watchdog:
    def __init__(self, loop):
        self._loop = loop
        self._thread = threading.get_ident()
        self._seen = collections.Counter()  # (code, line) of the program -> how often it was there
        self._since = None  # when what was seen began
        self._over = _thread.allocate_lock()
        self._over.acquire()
        _thread.start_new_thread(self._watch, ())

    def stop(self):
        self._over.release()

    def where(self, since):
        """Location of the line that has kept the thread since then; 0 if nobody looked."""
        if self._since != since or not self._seen:
            return 0
        code, line = self._seen.most_common(1)[0][0]
        observer = self._loop.observer
        return observer.program.location(observer.recording, code, line)

    def _watch(self):
        while not self._over.acquire(timeout=max(self._loop.slow_callback_duration / LOOKS, 0.001)):
            since = self._loop.busy_since()
            if since is not None:
                self._look(since)

    def _look(self, since):
        frame = nearest(self._loop.observer.program, sys._current_frames().get(self._thread), BOUNDARY)
        if self._since != since:
            self._since, self._seen = since, collections.Counter()
        if frame is not None:
            self._seen[frame.f_code, frame.f_lineno] += 1
