"""What the recorder knows while the program runs: numbers of objects, and the running steps."""

import asyncio
import itertools
import sys
import threading

from . import naming, streams, text, threads
from .cost import Cost
from .kinds import ALREADY_DONE, CANCELLED, HAS_MESSAGE, INTERNAL, Kind, MESSAGE_IS_NO_TEXT, READ, Reason, WRITE
from .program import nearest
from .program_clock import ProgramClock
from .swallowed import Swallowed
from .unseen import Unseen
from .verdict import CIRCLE, SERVER_WAITS, blocks_its_thread, listens, who_waits_for_what

PRIMITIVES = asyncio.Lock, asyncio.Event, asyncio.Condition, asyncio.Semaphore, asyncio.Queue

# Set by the modules that call the program: frames outside these are not the program's doing.
BOUNDARY = set()


class Entry:
    """One place in the ready queue: what will run, because of which future, and how the log names it."""

    __slots__ = ("object", "future", "reason", "name", "internal", "is_step", "before")

    def __init__(self, object, future, reason, name="", internal=False, is_step=False, before=None):
        self.object = object
        self.future = future
        self.reason = reason
        self.name = name
        self.internal = internal
        self.is_step = is_step
        self.before = before  # the same handle's place further ahead, if it has one


class Observer:
    """One per recorded run; the loops, tasks and futures of the program report to it."""

    def __init__(self, recording, program, virtual=True):
        self.recording = recording
        self.program = program
        self.emit = recording.emit
        self.entry = None  # the entry that is being run
        self.steps = []  # the running tasks, innermost last
        self.turn = 0
        self.now_ns = 0
        self.start = None  # of the real clock: when the first loop was made
        self.listens = False  # what waits for ever is a server
        self.stopped = False  # the recording has ended before the program
        self.cost = Cost()  # of the recorder, where it is measured
        self.swallowed = Swallowed(self)
        self.frames = None  # frames.Frames, set before the program runs
        self.references = None  # references.References, for a program that imports gc
        self.unseen = Unseen(self) if virtual else None
        self.unrecorded_loops = set()  # see futures.Task
        self.replaced_loops = set()  # classes that a loop factory or policy of the program chose, and did not get
        self.clock = ProgramClock(lambda: recording.is_elsewhere())
        self.destroyed = 0  # tasks that went while they were pending
        self._task_numbers = itertools.count(1)
        self._future_numbers = itertools.count(1)
        self._connections = {True: itertools.count(1), False: itertools.count(1)}
        self._ends = {}  # (own address, the other's) of open connections -> their numbers
        self._names = {}  # ... and the other way round
        self._numbers_of = {}  # id of an object that takes no attribute -> (object, its number)

    # Numbers and places

    def here(self):
        """Location of the program's line that led here, 0 if the loop itself did."""
        frame = nearest(self.program, sys._getframe(1), BOUNDARY)
        return self.program.location(self.recording, frame.f_code, frame.f_lineno) if frame else 0

    def raised_at(self, exc):
        """Location of the innermost line of the program that it has come through."""
        innermost, entry = None, exc.__traceback__
        while entry is not None:
            if self.program.owns(entry.tb_frame.f_code):
                innermost = entry
            entry = entry.tb_next
        if innermost is None:
            return 0
        return self.program.location(self.recording, innermost.tb_frame.f_code, innermost.tb_lineno)

    def beginning_of(self, function):
        """Location of the line that defines it."""
        code = getattr(function, "cr_code", None) or getattr(function, "__code__", None)
        if code is None or not self.program.owns(code):
            return 0
        return self.program.location(self.recording, code, code.co_firstlineno)

    def current(self):
        if self.recording.is_elsewhere():
            return 0
        seat = threads.own_seat()
        if seat:
            return seat.object
        if asyncio._get_running_loop() is None and threading.current_thread() is not threading.main_thread():
            thread = threading.current_thread()
            return self.number(thread, Kind.THREAD, thread.name, internal=False)
        return self.steps[-1].number if self.steps else 0

    def next_task_number(self):
        return next(self._task_numbers)

    def number(self, thing, kind, name, parent=0, internal=True):
        """The number of an object that asyncio made without us: a transport, a timeout scope, a callback."""
        number = getattr(thing, "_loopscope_number", None)
        if number is None and id(thing) in self._numbers_of:
            number = self._numbers_of[id(thing)][1]
        if number is None:
            number = self.recording.new(kind, name, parent, loc=self.here(), internal=internal)
            try:
                thing._loopscope_number = number
            except AttributeError:
                self._numbers_of[id(thing)] = thing, number
        return number

    def make_task(self, task, *args):
        """For a task whose coroutine does not begin yet: nothing of the program runs, and the time is ours."""
        task._make(*args)

    def number_of_awaited(self, future):
        """Also of one that is not made by asyncio.Future(): of its C class, or of a class of the program's."""
        number = getattr(future, "number", None)
        return self.number(future, Kind.FUTURE, type(future).__name__, internal=False) if number is None else number

    def new_future(self, future, frame):
        """Gives a future its number, kind and name from the code that makes it."""
        known = naming.of_future(frame)
        if known is None:
            number = next(self._future_numbers)
            future.label = f"future {number}"
            future.number = self.recording.new(Kind.FUTURE, "", value=number, loc=self.here())
        elif known[1] == Kind.SLEEP:
            future.number = 0  # numbered by its timer, which knows the deadline
        else:
            name, kind = known
            future.label = name
            parent = self.waited_for(frame, name)
            future.number = self.recording.new(kind, name, parent, loc=self.here(), internal=True)
            self.note_stream_wait(future, frame, name)
            if kind == Kind.SHIELD and hasattr(frame.f_locals.get("inner"), "number"):
                self.emit("link", future.number, frame.f_locals["inner"].number, "inner")

    def new_gather(self, future, children):
        future.number = self.recording.new(Kind.GATHER, "gather", loc=self.here(), internal=True)
        for child in children:
            self.emit("link", future.number, child.number, "child")

    def callback_added(self, future, callback):
        """Who a new done callback is, and whether it is asyncio's own."""
        who, internal = self.callback_object(callback)
        self.emit("callback", future.number, who, loc=self.here())
        return who, internal

    def waited_for(self, frame, name):
        """The number of the lock, queue or connection whose method makes a future in `frame`."""
        owner = frame.f_locals.get("self")
        if name == "StreamReader":
            owner = getattr(owner, "_transport", None)
        elif not isinstance(owner, PRIMITIVES):
            return 0
        return getattr(owner, "_loopscope_number", 0)

    def note_stream_wait(self, future, frame, name):
        """Says for what a future of asyncio's streams is waited on."""
        owner = frame.f_locals.get("self")
        if name == "StreamReader":
            wanted = getattr(owner, "_loopscope_wanted", "") or f"{frame.f_locals.get('func_name')}()"
            stream, flags = streams.number_of(self, owner), READ
        elif name == "StreamWriter.drain":
            wanted, flags = "drain()", WRITE
            stream = getattr(streams.below(getattr(owner, "_transport", None)), "_loopscope_number", 0)
        else:
            return
        if stream:
            self.emit("stream.wait", stream, future.number, wanted, loc=self.here(), flags=flags)

    def introduce(self, number, sock):
        """Tells which two connections are the ends of one; those of Unix sockets have no names to tell by."""
        own, other = sock.getsockname(), sock.getpeername()
        if not own or not other:
            return
        self._ends[own, other] = number
        self._names[number] = own, other
        peer = self._ends.get((other, own), 0)
        if peer:
            self.emit("stream.peer", number, peer)

    def forget_end(self, number):
        """The connection is gone: its addresses may be used again."""
        names = self._names.pop(number, None)
        if self._ends.get(names) == number:
            del self._ends[names]

    def connection_name(self, accepted):
        return f'{"server" if accepted else "client"} connection {next(self._connections[accepted])}'

    def callback_object(self, callback):
        """Who is called by a done callback or a call_soon(), and whether it is asyncio's own."""
        function = naming.function_behind(callback)
        code = naming.code_of(function)
        owner = getattr(callback, "__self__", None)
        if code is not None and self.program.owns(code):
            return self.recording.new(Kind.HANDLE, naming.of_callback(callback), loc=self.here()), False
        if hasattr(owner, "number"):  # a method of a task or future, as in call_soon(future.set_result, 1)
            return (
                owner.number
                or self.recording.new(Kind.CALLBACK, naming.of_callback(callback), internal=True),
                True,
            )
        if getattr(owner, "_loopscope_number", None):
            return owner._loopscope_number, True
        if code is not None and not naming.is_asyncios_or_ours(code):
            return self.recording.new(Kind.HANDLE, naming.of_librarys_callback(function), loc=self.here()), False
        return self.recording.new(Kind.CALLBACK, naming.of_own_callback(callback), internal=True), True

    # Turns and steps

    def turn_begins(self, now_ns):
        self.turn += 1
        self.now_ns = now_ns
        self.emit("turn", self.turn, value=now_ns)

    def waits_for_ever(self, loop):
        """The verdict on a program in which nothing can happen any more; the recording ends with it."""
        who = who_waits_for_what(loop)
        if blocks_its_thread(loop):
            why = "the loop is blocked, and what is ready cannot run"
        elif listens(loop) and CIRCLE not in who:
            why = SERVER_WAITS
            self.listens = True
        else:
            why = "nothing is ready, no timer runs, nothing is under way"
        self.warn("waits for ever", 0, f"{who}; {why}")
        self.stopped = True
        self.recording.close()

    def step_begins(self, task, thrown):
        entry = self.entry
        queued = entry is not None and entry.is_step and entry.object == task.number
        if queued:
            self.entry = None
        self.emit(
            "step",
            task.number,
            entry.future if queued else 0,
            self.exception(thrown) if thrown is not None else "",
            flags=0 if queued else 2,
        )
        self.steps.append(task)
        if isinstance(thrown, asyncio.CancelledError):
            self.swallowed.thrown(task)
        self.frames.step_begins(task, thrown)
        if self.unseen:
            self.unseen.begins()
        if self.frames.follow:
            self.frames.follow(True)

    def step_suspends(self, task, awaited):
        self._step_is_over(task)
        loc = task.reached = self.frames.suspended(task)
        self.note_end(loc)
        if self.references:
            self.references.suspended(task, awaited)
        self.steps.pop()
        if awaited is None:
            task.yielded = True
            self.emit("yield", task.number, loc=loc)
        else:
            self.emit("await", task.number, self.number_of_awaited(awaited), loc=loc)
        if task.was_cancelled:
            self.swallowed.suspended(task)

    def step_ends(self, task, kind, value="", flags=0, loc=0):
        self._step_is_over(task)
        self.note_end(task.reached or self.beginning_of(task.coroutine))
        self.frames.ended(
            task, value if kind == "raise" else "CancelledError()" if kind == "cancelled" else ""
        )
        if self.references:
            self.references.ended(task)
        self.steps.pop()
        self.emit(kind, task.number, text=value, flags=flags, loc=loc)
        if kind == "return" and not flags and task.was_cancelled:
            self.swallowed.returned(task)

    def _step_is_over(self, task):
        if self.frames.follow:
            self.frames.follow(False)  # eager steps, which nest, need 3.12, where nothing has to be switched
        if self.unseen:
            loop = _recorded_loop()
            limit = loop.slow_callback_duration if loop else float("inf")
            self.unseen.ends(limit, lambda: self._told_of(task))

    def _told_of(self, task):
        function = getattr(task.coroutine, "__name__", type(task.coroutine).__name__)
        return f"{task.get_name()} ({function})", task.reached or self.beginning_of(task.coroutine)

    def note_blocked(self):
        if loop := _recorded_loop():
            loop.note_blocked()

    def note_end(self, loc):
        if loop := _recorded_loop():
            loop.note_end(loc)

    # Values

    def value(self, value):
        return self.program.stable(text.of_value(value))

    def bytes(self, data):
        return text.of_bytes(data, self.program.ports)

    def exception(self, exc):
        return self.program.stable(text.of_exception(exc))

    # Cancelling

    def cancel_begins(self, target, message, done):
        is_text = isinstance(message, str)
        self.emit(
            "cancel",
            target.number,
            self.current(),
            self.message_text(message),
            loc=self.here(),
            flags=ALREADY_DONE if done else 0,
            c=0 if message is None else HAS_MESSAGE if is_text else HAS_MESSAGE | MESSAGE_IS_NO_TEXT,
        )

    def message_text(self, message):
        """What cancel() was given: a text as it is, any other value by its repr."""
        if message is None:
            return ""
        return self.program.stable(message if isinstance(message, str) else repr(message))

    def cancel_ends(self, target, requests=0, thrown_later=False):
        self.emit("cancel.end", target.number, value=requests, flags=2 if thrown_later else 0)

    def resolved(self, future, text="", outcome=0):
        self.emit("resolve", future.number, text=text, loc=self.here(), flags=outcome)

    def resolved_by_cancel(self, future, message):
        self.resolved(future, self.message_text(message), CANCELLED)

    # Output

    def printed(self, line, flags=0):
        self.note_blocked()
        self.emit("print", self.current(), text=self.program.stable(line), loc=self.here(), flags=flags)

    def warn(self, kind, about, sentence, loc=0):
        self.emit("warning", about, text=f"{kind}: {sentence}", loc=loc)


def _recorded_loop():
    loop = asyncio._get_running_loop()
    return loop if isinstance(getattr(loop, "observer", None), Observer) else None


def call_flags(entry):
    return INTERNAL if entry.internal else 0


def reason_of_step(task, arguments):
    """Why a task's next step is put into the ready queue."""
    if arguments:
        return Reason.WOKEN
    return Reason.YIELDED if task.started else Reason.CREATED
