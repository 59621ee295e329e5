"""How much of the time is the recorder's own: it is not the program's fault."""

import functools
import threading
import time

_now = time.perf_counter_ns  # the program's may tell another time


class Cost:
    """What the recorder has spent so far in the thread that made this."""

    def __init__(self):
        self.ns = 0
        self._thread = threading.get_ident()
        self._measures = False

    def seconds(self):
        return self.ns / 1e9

    def of(self, function):
        """`function`, which calls nothing of the program, with its time measured."""

        @functools.wraps(function)
        def measured(*args, **options):
            if self._measures or threading.get_ident() != self._thread:
                return function(*args, **options)
            self._measures = True
            begin = _now()
            try:
                return function(*args, **options)
            finally:
                self.ns += _now() - begin
                self._measures = False

        return measured

    def replace(self, owner, *names):
        for name in names:
            setattr(owner, name, self.of(getattr(owner, name)))
