"""The event loop that the program runs on: asyncio's own, with a report of every turn."""

import asyncio
import collections
import heapq
import threading
import weakref

from . import debug, naming
from .descriptors import DescriptorsMixin
from .kinds import Kind, Reason
from .futures import Future, Task
from .no_sockets import HAS_SOCKETS, NothingSelector
from .observer import BOUNDARY, Entry, call_flags, reason_of_step

MAXIMUM_WAIT = 24 * 3600
FARTHEST = 9e9  # seconds: what nanoseconds can still say in 63 bits; sleep(inf) ends there


class TimerHandle(asyncio.TimerHandle):
    """Timers of one instant run in the order in which they were made."""

    __slots__ = ("order",)

    def __lt__(self, other):
        return (self._when, self.order) < (other._when, other.order)


class OrderedWeakSet(weakref.WeakKeyDictionary):
    """A weak set that iterates in the order in which things were added."""

    def add(self, item):
        self.setdefault(item)

    def discard(self, item):
        self.pop(item, None)


@naming.as_asyncios
class RecordedLoop(DescriptorsMixin, asyncio.SelectorEventLoop):
    """A subclass adds time(): see clocks.py."""

    def __init__(self, observer, network, selector=None):
        self.observer = observer
        self.network = network
        network.loop = self
        self._entries = {}  # id of a handle in the ready queue or among the timers -> its Entry
        self._from_threads = collections.deque()
        self._watches = {}  # (descriptor, direction) -> (handle, number of the watcher)
        self._watchers = {}  # handle -> (number of the watcher, is it asyncio's own)
        self._timer_count = 0
        self._failure = ""
        self.entries_run = 0
        self._passed_at = 0, 0  # the entry in which time passed last, and where
        self._noted = FARTHEST  # until when it is known that the running step keeps the thread
        super().__init__(selector if HAS_SOCKETS else NothingSelector())
        self._asyncgens = OrderedWeakSet()
        observer.cost.replace(self, "_note_ready", "_owner_of_timer")

    def _make_self_pipe(self):
        self._ssock = self._csock = None
        if HAS_SOCKETS:
            super()._make_self_pipe()

    def _close_self_pipe(self):
        if HAS_SOCKETS:
            super()._close_self_pipe()

    def wake_up_fd(self):
        """The descriptor of asyncio's pipe to wake up the selector; it is no business of the program."""
        return self._ssock.fileno() if self._ssock else -1

    def wake_up(self):
        """Called by the loop's own thread: by a handler of a signal that came while the loop waits, perhaps."""

    def time_of_program(self):
        """time() without what the recorder takes of it."""
        return self.time()

    def nanoseconds(self, seconds):
        return round(min(max(seconds, -FARTHEST), FARTHEST) * 1e9)

    # Making things

    def create_future(self):
        return Future(loop=self)

    def _asyncgen_firstiter_hook(self, agen):
        super()._asyncgen_firstiter_hook(agen)
        self.observer.recording.new(Kind.GENERATOR, agen.__name__, loc=self.observer.here())

    # Scheduling

    def call_soon(self, callback, *args, context=None):
        self._check_closed()
        handle = super().call_soon(callback, *args, context=context)
        self._note_ready(handle, callback, args, Reason.CALL_SOON)
        return handle

    def call_soon_threadsafe(self, callback, *args, context=None):
        if threading.get_ident() == self._thread_id:
            handle = self.call_soon(callback, *args, context=context)
            self.wake_up()
            return handle
        self._check_closed()
        handle = asyncio.Handle(callback, args, self, context)
        self._from_threads.append((handle, callback, args))
        self._write_to_self()
        return handle

    def call_at(self, when, callback, *args, context=None):
        self._check_closed()
        if self._debug:
            self._check_thread()
        observer = self.observer
        handle = TimerHandle(when, callback, args, self, context)
        self._timer_count += 1
        handle.order = self._timer_count
        deadline_ns = self.nanoseconds(when)
        owner, internal = self._owner_of_timer(callback, args, deadline_ns)
        name = naming.of_callback(callback)
        number = observer.recording.new(Kind.TIMER, name, owner, deadline_ns, observer.here(), internal)
        observer.emit("timer", number, owner, name, deadline_ns, observer.here())
        self._entries[id(handle)] = Entry(number, 0, Reason.TIMER, name, internal)
        heapq.heappush(self._scheduled, handle)
        handle._scheduled = True
        return handle

    def _owner_of_timer(self, callback, args, deadline_ns):
        """What a timer is for, and whether its callback is asyncio's own."""
        observer = self.observer
        if args and isinstance(args[0], Future) and args[0].number == 0:
            sleep = args[0]
            sleep.number = observer.recording.new(
                Kind.SLEEP,
                f"sleep until {deadline_ns / 1e9:.3f}",
                value=deadline_ns,
                loc=observer.here(),
                internal=True,
            )
            return sleep.number, True
        owner = getattr(callback, "__self__", None)
        if type(owner).__name__ == "Timeout" and naming.is_asyncio(naming.code_of(callback)):
            return observer.number(owner, Kind.TIMEOUT, "timeout"), True
        return observer.callback_object(callback)

    def _timer_handle_cancelled(self, handle):
        super()._timer_handle_cancelled(handle)
        entry = self._entries.get(id(handle))
        if entry and handle._scheduled:
            self.observer.emit("timer.cancel", entry.object, loc=self.observer.here())
            del self._entries[id(handle)]

    def _note_ready(self, handle, callback, args, reason):
        """Reports a new entry of the ready queue."""
        observer = self.observer
        owner = getattr(callback, "__self__", None)
        if isinstance(owner, Task) and owner.observer and _is_step(callback):
            self._note_step(handle, owner, args)
            return
        done = args[0] if len(args) == 1 and isinstance(args[0], (Future, Task)) else None
        taken = done.take_callback(callback) if done is not None and hasattr(done, "take_callback") else None
        if taken:
            who, internal = taken
            entry = Entry(who, done.number, Reason.DONE_CALLBACK, naming.of_callback(callback), internal)
        else:
            who, internal = observer.callback_object(callback)
            entry = Entry(who, 0, reason, naming.of_callback(callback), internal)
        self._entries[id(handle)] = entry
        observer.emit("ready", entry.object, entry.future, flags=entry.reason)

    def _note_step(self, handle, task, args):
        future = self.observer.number_of_awaited(args[0]) if args else 0
        reason = reason_of_step(task, args)
        if reason == Reason.YIELDED and not task.yielded:
            reason = Reason.WOKEN  # after an await that asyncio refused: the error is thrown at the next step
        self._entries[id(handle)] = Entry(task.number, future, reason, is_step=True)
        if task.yielded:
            task.yielded = False  # `yield` has put it into the queue
        else:
            self.observer.emit("ready", task.number, future, flags=reason)

    # One turn

    def run_forever(self):
        self.observer.emit("loop.run")
        try:
            super().run_forever()
        finally:
            self.observer.emit("loop.stop")

    def close(self):
        if not self.is_closed():
            super().close()
            if asyncio._get_running_loop() is None:  # else it is another one, and that goes on
                self.observer.emit("loop.close")

    def _run_once(self):
        self._drop_cancelled_timers()
        events = self._wait(self._time_to_wait())
        self.observer.turn_begins(self.nanoseconds(self.time()))
        self._take_from_threads()  # they are in the queue before the selector returns
        self._process_events(self._in_order(events))
        self._collect_due_timers()
        self._run_ready()

    def _drop_cancelled_timers(self):
        while self._scheduled and self._scheduled[0]._cancelled:
            self._timer_cancelled_count -= 1
            heapq.heappop(self._scheduled)._scheduled = False

    def _time_to_wait(self):
        if self._ready or self._stopping or self._from_threads:
            return 0
        if self._scheduled:
            return min(max(0, self._scheduled[0]._when - self.time()), MAXIMUM_WAIT)
        return None

    def _wait(self, timeout):
        """Returns the selector's events after at most `timeout` seconds of the loop's time."""
        if timeout != 0:
            self.observer.emit("select", value=-1 if timeout is None else round(timeout * 1e9))
        return self.wait_for_events(timeout)

    def _in_order(self, events):
        """Events in the order in which their descriptors were registered; the end of a child after its pipes."""
        if len(events) < 2:
            return events
        order = {fd: i for i, fd in enumerate(self._selector.get_map())}
        return sorted(events, key=lambda event: (_tells_of_an_end(event[0].data), order.get(event[0].fd, 0)))

    def _take_from_threads(self):
        while self._from_threads:
            handle, callback, args = self._from_threads.popleft()
            self._ready.append(handle)
            self._note_ready(handle, callback, args, Reason.THREAD)

    def _collect_due_timers(self):
        now = self.time()
        end_time = now + self._clock_resolution  # after months a nanosecond more is the same number
        while self._scheduled and (self._scheduled[0]._when < end_time or self._scheduled[0]._when <= now):
            handle = heapq.heappop(self._scheduled)
            handle._scheduled = False
            if handle._cancelled:
                self._timer_cancelled_count -= 1
                continue
            self._ready.append(handle)
            self.observer.emit("ready", self._entries[id(handle)].object, flags=Reason.TIMER)

    def _run_ready(self):
        for _ in range(len(self._ready)):
            handle = self._ready.popleft()
            entry = self._take_entry(handle)
            begin = self._noted = self.time_of_program()
            self.entries_run += 1
            if entry is None:
                handle._run()
            elif handle._cancelled:
                self.observer.emit("skip", entry.object)
            elif entry.is_step:
                self._run_step(handle, entry)
            else:
                self._run_call(handle, entry)
            taken = self.time_of_program() - begin
            if taken >= self.slow_callback_duration:
                self._note_slow(entry, taken)
                if self._debug and not handle._cancelled:
                    debug.tell_slow(handle, taken)
        self._noted = FARTHEST
        handle = None  # needed to break cycles when an exception occurs

    def _take_entry(self, handle):
        entry = self._entries.pop(id(handle), None)
        if entry and entry.before:
            self._entries[id(handle)] = entry.before
        return entry

    def note_clock(self, loc=0, flags=0):
        """Time has passed inside of a turn."""
        loc = loc or self.observer.here()
        self._passed_at = self.entries_run, loc
        self.observer.emit("clock", value=self.nanoseconds(self.time()), loc=loc, flags=flags)

    def note_blocked(self, loc=0, flags=0):
        """The program keeps the loop's thread until here: on a real clock nothing else tells of it."""

    def note_end(self, loc=0):
        """A step or callback ends: on a real clock nothing else tells how long it was."""
        self.note_blocked(loc)

    def _note_slow(self, entry, seconds):
        self.note_blocked()
        self.observer.warn(
            "slow callback",
            entry.object if entry else 0,
            f"this ran for {seconds:.3f} s, and nothing else could run meanwhile",
            self._passed_at[1] if self._passed_at[0] == self.entries_run else 0,
        )

    def _run_step(self, handle, entry):
        self.observer.entry = entry
        handle._run()
        if self.observer.entry is entry:  # the task was done already
            self.observer.entry = None
            self.observer.emit("skip", entry.object)
        handle = None  # the traceback of what the task raised holds this frame: no cycle of it

    def _run_call(self, handle, entry):
        emit = self.observer.emit
        emit("call", entry.object, entry.future, entry.name, flags=call_flags(entry))
        self._failure = ""
        unseen = self.observer.unseen
        if unseen:
            unseen.begins()
        try:
            handle._run()
        finally:
            began = self.observer.beginning_of(handle._callback)
            if unseen:
                unseen.ends(self.slow_callback_duration, lambda: (entry.name, began))
            self.note_end(began)
            emit("call.end", entry.object, text=self._failure)
            self._failure = ""
            handle = None

    # What goes wrong

    def call_exception_handler(self, context):
        observer = self.observer
        about = context.get("task") or context.get("future")
        number = getattr(about, "number", 0)
        exc = context.get("exception")
        message = context.get("message") or "Unhandled exception in event loop"
        name = observer.exception(exc) if exc is not None else ""
        if isinstance(context.get("handle"), asyncio.Handle):
            self._failure = name
        observer.emit("error", number, text=observer.program.stable(message + (f": {name}" if name else "")))
        if "was never retrieved" in message:
            observer.warn("never retrieved", number, f"{name} was never looked at")
        elif "was destroyed but it is pending" in message:
            observer.warn(
                "destroyed pending", number, "nobody held a reference to it, so it was destroyed unfinished"
            )
            observer.destroyed += 1
        super().call_exception_handler(context)
        if "was destroyed but it is pending" in message and number:
            observer.emit("drop", number)


def _is_step(callback):
    name = getattr(callback, "__name__", "")
    return "wakeup" in name or "step" in name or type(callback).__name__ == "TaskStepMethWrapper"


def _tells_of_an_end(handles):
    """Is it asyncio's descriptor of a child process, by which it hears of its end? `handles`: (reader, writer)."""
    callback = getattr(handles[0] if handles else None, "_callback", None)
    return getattr(callback, "__name__", None) == "_do_wait"


BOUNDARY.add(RecordedLoop._run_once.__code__)
BOUNDARY.add(RecordedLoop._run_ready.__code__)
