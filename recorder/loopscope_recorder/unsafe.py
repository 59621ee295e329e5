"""On the real clock, where no event tells which thread runs: what another thread does to the loop's objects."""

import threading

from .kinds import Reason

_CHANGES = {
    "resolve", "cancel", "state", "queue.put", "queue.get", "timer", "timer.cancel", "watch", "unwatch", "stream.write", "stream.close"
}
_BY_THE_LOOP = Reason.TIMER, Reason.IO, Reason.THREAD


class UnsafeCalls:
    """Listens to a recording, as the last one, and warns once for each thread and line."""

    def __init__(self, observer, network):
        self._observer = observer
        self._network = network
        self._known = set()

    def define(self, definition):
        pass

    def end(self, count):
        pass

    def event(self, kind, a, b, text, value, loc, flags, c):
        if not (kind in _CHANGES or kind == "ready" and flags not in _BY_THE_LOOP):
            return
        owner, here = getattr(self._network.loop, "_thread_id", None), threading.get_ident()
        if owner in (None, here) or (here, loc) in self._known:
            return
        self._known.add((here, loc))
        name = threading.current_thread().name
        self._observer.warn("not thread-safe", a, f"{name} changed it from a thread of its own", loc or self._observer.here())
