"""Futures and tasks that report what happens to them.

They are subclasses of asyncio's own (the C ones, where Python has them) and change nothing: each method
reports and calls the original. A task's steps are seen at the border that no release of Python can move,
the coroutine's send() and throw(): the task gets a Stepper in place of the coroutine.
"""

import asyncio
import collections.abc
import functools
import inspect
import sys

from . import naming
from .kinds import EXCEPTION, Kind, RESULT, RETURN_CANCELLED
from .observer import BOUNDARY

_Future = asyncio.Future
_Task = asyncio.Task
_Gathering = asyncio.tasks._GatheringFuture


class Reporting:
    """What futures and tasks have in common. `number` is 0 where nothing records (another loop)."""

    number = 0
    label = ""
    observer = None
    _retrieved = False

    def __hash__(self):
        # Sets of tasks iterate by hash: the number makes their order the same in every run.
        return self.number

    def __eq__(self, other):
        return self is other

    def add_done_callback(self, fn, **options):  # context=None is not the same as no context
        observer = self.observer
        if observer and not _is_wakeup(fn):
            if not hasattr(self, "_who"):
                self._who = []
            self._who.append((fn, *observer.callback_added(self, fn)))
        super().add_done_callback(fn, **options)

    def remove_done_callback(self, fn):
        for item in [item for item in getattr(self, "_who", ()) if item[0] == fn]:
            self._who.remove(item)
            self.observer.emit("uncallback", self.number, item[1])
        return super().remove_done_callback(fn)

    def take_callback(self, fn):
        """Who is behind a done callback that is being scheduled; None if `fn` is none of ours."""
        for item in getattr(self, "_who", ()):
            if item[0] is fn or item[0] == fn:
                self._who.remove(item)
                return item[1:]
        return None

    def exception(self):
        exc = super().exception()
        if exc is not None:
            self._note_retrieved()
        return exc

    def result(self):
        if self.observer and not self._retrieved and self.done() and not self.cancelled():
            self._note_retrieved(only_if_failed=True)
        try:
            return super().result()
        except BaseException as exc:
            exc.__traceback__ = exc.__traceback__.tb_next  # no frame of ours where a program looks
            raise
        finally:
            self = None  # the exception keeps this frame, and the task the exception: no cycle

    def _note_retrieved(self, only_if_failed=False):
        if not self.observer or self._retrieved:
            return
        if only_if_failed and super().exception() is None:
            return
        self._retrieved = True
        self.observer.emit("retrieve", self.number)


class FutureOnly(Reporting):
    """What a plain future has and a task has not: others resolve it."""

    def set_result(self, result):
        if self.observer and not self.done():
            self.observer.resolved(self, self.observer.value(result), RESULT)
        super().set_result(result)

    def set_exception(self, exception):
        if self.observer and not self.done():
            instance = exception() if isinstance(exception, type) else exception
            if isinstance(instance, StopIteration):  # as the future makes of it
                instance = RuntimeError(
                    "StopIteration interacts badly with generators and cannot be raised into a Future"
                )
            self.observer.resolved(self, self.observer.exception(instance), EXCEPTION)
        super().set_exception(exception)


class _AnyFuture(type(_Future)):
    """isinstance(x, asyncio.Future) must hold for every future, whoever made it."""

    def __instancecheck__(cls, instance):
        return isinstance(instance, _Future)

    def __subclasscheck__(cls, subclass):
        return issubclass(subclass, _Future)


for _method in FutureOnly.set_result, FutureOnly.set_exception:
    _method.__qualname__ = f"Future.{_method.__name__}"  # so a handle shows it


def _maker(frame):
    """The innermost frame that is not ours."""
    while frame.f_globals.get("__package__") == __package__:
        frame = frame.f_back
    return frame


class Future(FutureOnly, _Future, metaclass=_AnyFuture):
    def __init__(self, *, loop=None):
        super().__init__(loop=loop)
        self.observer = getattr(self.get_loop(), "observer", None)
        if self.observer:
            self.observer.new_future(self, _maker(sys._getframe(1)))

    def cancel(self, msg=None):
        if not self.observer:
            return super().cancel(msg)
        done = self.done()
        self.observer.cancel_begins(self, msg, done)
        if not done:
            self.observer.resolved_by_cancel(self, msg)
        result = super().cancel(msg)
        self.observer.cancel_ends(self)
        return result

    __hash__ = Reporting.__hash__


class _GatheringFuture(FutureOnly, _Gathering):
    """gather()'s future; it keeps asyncio's class name because the name shows in its repr."""

    def __init__(self, children, *, loop):
        super().__init__(children, loop=loop)
        self.observer = getattr(loop, "observer", None)
        if self.observer:
            self.label = "gather"
            self.observer.new_gather(self, children)

    def cancel(self, msg=None):
        if not self.observer:
            return super().cancel(msg)
        self.observer.cancel_begins(self, msg, self.done())
        result = super().cancel(msg)
        self.observer.cancel_ends(self)
        return result

    __hash__ = Reporting.__hash__


class Task(Reporting, _Task):
    """A task that reports. `coroutine` is the program's; asyncio itself holds a Stepper around it."""

    started = False  # its first step has begun
    body_began = False  # the code of its coroutine runs or ran
    was_cancelled = False  # a CancelledError has been thrown into it
    # cancelling() says how often it was asked to and did not give in. Up to 3.12 a TaskGroup leaves it too high.
    counts_requests = hasattr(_Task, "cancelling")
    thrown_at = None  # the awaits that it was in then
    requests_of_libraries = 0  # of those that cancelling() counts, see swallowed.py
    would_catch = False  # the program itself, what was thrown
    reached = 0  # the place of its last await
    yielded = False  # its last step ended with a bare yield, and it is not in the ready queue yet
    unrecorded_loops = set()  # what is said of loops that are not ours
    next_number = None  # the recording's, for tasks of such loops, too: CPython has one counter for all

    def __init__(self, coro, *, loop=None, name=None, **options):
        loop = loop or asyncio.get_event_loop()
        self.observer = getattr(loop, "observer", None)
        if self.observer is None:
            named = f"a {type(loop).__module__}.{type(loop).__qualname__}"
            self.unrecorded_loops.add(getattr(loop, "told_as", named))
            if name is None and self.next_number:
                name = f"Task-{self.next_number()}"
        if self.observer is None or not asyncio.iscoroutine(coro):
            super().__init__(coro, loop=loop, name=name, **options)
            return
        if options.get("eager_start"):
            self._make(coro, loop, name, options)
        else:
            self.observer.make_task(self, coro, loop, name, options)

    def _make(self, coro, loop, name, options):
        self.coroutine = coro
        default = self.observer.next_task_number() if name is None else 0
        name = f"Task-{default}" if name is None else str(name)
        self._shown_name = naming.given_name(_maker(sys._getframe(1))) or name
        self.number = self.observer.recording.new(
            Kind.TASK,
            self._shown_name,
            value=default,
            loc=self.observer.here(),
            internal=naming.is_own_coroutine(coro),
        )
        super().__init__(_stepper_of(coro)(coro, self), loop=loop, name=name, **options)

    def get_coro(self):
        coroutine = super().get_coro()  # None of an eager task that is over
        return self.coroutine if self.observer and coroutine else coroutine

    def set_name(self, value):
        super().set_name(value)
        if self.observer and str(value) != self._shown_name:
            self._shown_name = str(value)
            self.observer.emit("name", self.number, text=str(value))

    def cancel(self, msg=None):
        if not self.observer:
            return super().cancel(msg)
        self.observer.cancel_begins(self, msg, self.done())
        if not self.done():
            self.observer.swallowed.requested(self, sys._getframe(1))
        result = super().cancel(msg)
        self.observer.cancel_ends(self, _requests(self), not self.done() and self._must_cancel)
        return result

    def uncancel(self):
        remaining = super().uncancel()
        if self.observer:
            self.observer.swallowed.taken_back(self, sys._getframe(1), remaining)
            self.observer.emit("uncancel", self.number, value=remaining, loc=self.observer.here())
        return remaining

    __hash__ = Reporting.__hash__


class Stepper(collections.abc.Coroutine):
    """Stands between a task and its coroutine, and reports each step."""

    __slots__ = ("_coroutine", "_task", "__weakref__")

    def __init__(self, coroutine, task):
        self._coroutine = coroutine
        self._task = task

    def send(self, value):
        task = self._task
        task.observer.step_begins(task, None)
        task.started = True
        try:
            awaited = self._coroutine.send(value)
        except BaseException as exc:
            _report_end(task, exc)
            # The task keeps this for as long as it lives: no cycle.
            self._task = None
            exc.__traceback__ = exc.__traceback__.tb_next
            self = task = None
            raise
        task.observer.step_suspends(task, awaited)
        return awaited

    def throw(self, exc, *rest):
        task = self._task
        thrown = exc if isinstance(exc, BaseException) else rest[0] if rest and rest[0] else exc()
        task.observer.step_begins(task, thrown)
        task.started = True
        try:
            awaited = self._coroutine.throw(exc, *rest)
        except BaseException as ending:
            _report_end(task, ending, thrown)
            self._task = None
            ending.__traceback__ = ending.__traceback__.tb_next
            self = task = exc = rest = thrown = None
            raise
        task.observer.step_suspends(task, awaited)
        return awaited

    def close(self):
        self._coroutine.close()

    def __await__(self):
        return self._coroutine.__await__()

    def __getattr__(self, name):  # cr_code, cr_frame, __qualname__ and so on, for reprs and stacks
        return getattr(self._coroutine, name)


def _stepper_of(coroutine):
    """asyncio shows what has no name, as a call of a generator, by its type's."""
    named = hasattr(coroutine, "__qualname__") or hasattr(coroutine, "__name__")
    return Stepper if named else _stepper_called(type(coroutine).__name__)


@functools.cache
def _stepper_called(name):
    return type(name, (Stepper,), {"__slots__": ()})


def _report_end(task, exc, thrown=None):
    observer = task.observer
    if isinstance(exc, StopIteration):
        flags = RETURN_CANCELLED if task._must_cancel else 0
        observer.step_ends(task, "return", observer.value(exc.value), flags)
    elif isinstance(exc, asyncio.CancelledError):
        observer.step_ends(task, "cancelled", observer.message_text(exc.args[0] if exc.args else None))
    else:
        # What was thrown into it was raised elsewhere: it stands at its await.
        loc = 0 if exc is thrown else observer.raised_at(exc)
        observer.step_ends(task, "raise", observer.exception(exc), loc=loc)


def _requests(task):
    return task.cancelling() if hasattr(task, "cancelling") else 0


def _is_wakeup(callback):
    """Whether a done callback is the one by which a task waits; `await` tells about those."""
    return (
        isinstance(getattr(callback, "__self__", None), Task)
        and not inspect.isfunction(callback)
        and "wakeup" in getattr(callback, "__name__", "")
    )


BOUNDARY.update({Stepper.send.__code__, Stepper.throw.__code__})
