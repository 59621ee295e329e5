"""Locks, events, conditions, semaphores, barriers and queues: what they are, and what happens to them.

Their classes are asyncio's own. What they know of themselves is in a few attributes; while the program runs these
are properties that report each change.
"""

import asyncio
import collections
import functools
import sys

from . import naming
from .kinds import ANYWHERE, BACK, FRONT, Kind

_KINDS = {
    "Lock": Kind.LOCK,
    "Event": Kind.EVENT,
    "Condition": Kind.CONDITION,
    "Semaphore": Kind.SEMAPHORE,
    "Barrier": Kind.BARRIER,  # 3.11
    "Queue": Kind.QUEUE,
}


class Primitives:
    """Numbers the primitives of one recorded run, and reports for them."""

    def __init__(self, observer):
        self._observer = observer
        self._counts = collections.Counter()
        self._building = []  # primitives whose __init__() runs: what is made there is a part of them

    def install(self, replace):
        """Makes asyncio's classes report; `replace(owner, name, value)` undoes it in the end."""
        for name, kind in _KINDS.items():
            cls = getattr(asyncio, name, None)
            if cls is not None:
                replace(cls, "__init__", self._numbering(cls.__init__, kind))
        replace(asyncio.Lock, "_locked", self._reporting("_locked", self._lock_changes))
        replace(asyncio.Event, "_value", self._reporting("_value", self._event_changes))
        replace(asyncio.Semaphore, "_value", self._reporting("_value", self._semaphore_changes))
        replace(asyncio.Condition, "notify", self._notifying(asyncio.Condition.notify))
        if hasattr(asyncio, "Barrier"):
            replace(asyncio.Barrier, "_state", self._reporting("_state", self._barrier_changes))
            replace(asyncio.Barrier, "_count", self._reporting("_count", self._barrier_changes))
        for attribute in "_unfinished_tasks", "_is_shutdown":
            replace(asyncio.Queue, attribute, self._reporting(attribute, self._queue_changes))
        for cls, end in (asyncio.Queue, FRONT), (asyncio.LifoQueue, BACK), (asyncio.PriorityQueue, ANYWHERE):
            replace(cls, "_put", self._putting(vars(cls)["_put"]))
            replace(cls, "_get", self._getting(vars(cls)["_get"], end))

    def _numbering(self, init, kind):
        def __init__(primitive, *args, **options):
            if _is_as_completeds(sys._getframe(1)):
                primitive._loopscope_number = 0
            self._number(primitive, kind, args, options)
            self._building.append(primitive)
            try:
                init(primitive, *args, **options)
            finally:
                self._building.pop()
            if kind == Kind.CONDITION and not hasattr(primitive._lock, "_loopscope_part"):
                self._observer.emit("link", primitive._loopscope_number, primitive._lock._loopscope_number, "lock")

        __init__.__wrapped__ = init
        return __init__

    def _number(self, primitive, kind, args, options):
        if hasattr(primitive, "_loopscope_number"):
            return  # a subclass that calls its base, or none of the program's
        if self._building and not self._building[-1]._loopscope_number:
            primitive._loopscope_number = 0
            return
        name = type(primitive).__name__
        parent = 0
        if self._building:
            parent = self._building[-1]._loopscope_number
            primitive._loopscope_part = True
        else:
            self._counts[name] += 1
            name = f"{name} {self._counts[name]}"
        size = next(iter([*args, *options.values()]), 1 if kind == Kind.SEMAPHORE else 0)
        primitive._loopscope_number = self._observer.recording.new(
            kind,
            name,
            parent,
            value=size if isinstance(size, int) else 0,
            loc=self._observer.here(),
            internal=parent != 0,
        )

    @staticmethod
    def _reporting(attribute, report):
        """A property that keeps its value where the attribute would be, and reports that it changes."""

        def get(primitive):
            try:
                return vars(primitive)[attribute]
            except KeyError:
                raise AttributeError(attribute) from None

        def set(primitive, value):
            old = vars(primitive).get(attribute, _UNKNOWN)
            vars(primitive)[attribute] = value
            if old is not _UNKNOWN and old != value:
                report(primitive)

        return property(get, set)

    def _report(self, primitive, state, value=0, owner=0):
        observer = self._observer
        if not primitive._loopscope_number:
            return
        observer.emit("state", primitive._loopscope_number, owner, state, value=value, loc=observer.here())

    def _lock_changes(self, lock):
        locked = lock._locked
        lock._loopscope_holder = self._observer.current() if locked else 0
        self._report(lock, "locked" if locked else "unlocked", owner=self._observer.current() if locked else 0)

    def _event_changes(self, event):
        self._report(event, "set" if event._value else "unset")

    def _semaphore_changes(self, semaphore):
        self._report(semaphore, "", semaphore._value)

    def _barrier_changes(self, barrier):
        self._report(barrier, barrier._state.value, barrier._count)

    def _queue_changes(self, queue):
        shut_down = vars(queue).get("_is_shutdown", False)
        self._report(queue, "shutdown" if shut_down else "", queue._unfinished_tasks)

    def _notifying(self, notify):
        """What nobody waited for is lost: that, too, is to be seen."""

        @functools.wraps(notify)
        def notify_and_report(condition, n=1):
            if condition.locked() and not hasattr(condition, "_loopscope_part"):
                pending = sum(not waiter.done() for waiter in condition._waiters)
                self._report(condition, "notified", min(n, pending))
            notify(condition, n)

        return notify_and_report

    def _putting(self, put):
        def _put(queue, item):
            put(queue, item)
            observer = self._observer
            if not queue._loopscope_number:
                return
            text = observer.value(item)
            observer.emit("queue.put", queue._loopscope_number, text=text, loc=observer.here())

        return _put

    def _getting(self, get, end):
        def _get(queue):
            item = get(queue)
            observer = self._observer
            if not queue._loopscope_number:
                return item
            text = observer.value(item)
            observer.emit("queue.get", queue._loopscope_number, text=text, loc=observer.here(), flags=end)
            return item

        return _get


def _is_as_completeds(frame):
    """Whether asyncio.as_completed() makes a queue there, which the program never sees."""
    return naming.is_asyncio(frame.f_code) and frame.f_globals.get("__name__") == "asyncio.tasks"


_UNKNOWN = object()
