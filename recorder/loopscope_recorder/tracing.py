"""Follows the coroutines of the program as they run: by sys.monitoring (3.12+) or sys.setprofile."""

import contextlib
import dis
import functools
import inspect
import os
import sys
import threading

_OWN_FOLDER = os.path.dirname(__file__) + os.sep
_RESUME = dis.opmap.get("RESUME")
MANY_CALLS = 5000  # who makes so many in a step computes, and is not slowed down any further
_SUSPENDS = inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR


def following(frames):
    """A context in which `frames` (frames.Frames) is told what begins and ends."""
    return _monitoring(frames) if hasattr(sys, "monitoring") else _profiling(frames)


def _is_generator(code):
    return code.co_flags & inspect.CO_ASYNC_GENERATOR


@contextlib.contextmanager
def _monitoring(frames):
    monitoring = sys.monitoring
    tool = next((i for i in (4, 3, 5) if monitoring.get_tool(i) is None), None)
    if tool is None:
        yield
        return
    callbacks = _callbacks(frames, monitoring.events)
    monitoring.use_tool_id(tool, "loopscope")
    try:
        for event, callback in callbacks.items():
            monitoring.register_callback(tool, event, callback)
        monitoring.set_events(tool, sum(callbacks))
        yield
    finally:
        monitoring.set_events(tool, 0)
        for event in callbacks:
            monitoring.register_callback(tool, event, None)
        monitoring.free_tool_id(tool)


def _callbacks(frames, events):
    disable = sys.monitoring.DISABLE  # for this place in the code: it is not asked about again

    def started(code, offset):
        if not frames.is_of_interest(code):
            return disable
        frames.began(code, sys._getframe(2), sys._getframe(1))

    def resumed(code, offset):
        if not _is_generator(code) or not frames.is_of_interest(code):
            return disable
        frames.asked(code, sys._getframe(2))

    def thrown(code, offset, exc):
        if _is_generator(code) and frames.is_of_interest(code):
            frames.asked(code, sys._getframe(2))

    def returned(code, offset, value):
        if not frames.is_of_interest(code):
            return disable
        frames.left(code)

    def yielded(code, offset, value):
        if not _is_generator(code) or not frames.is_of_interest(code):
            return disable
        if type(value).__name__ == "async_generator_wrapped_value":
            frames.left(code)

    def raised(code, offset, exc):
        if frames.is_of_interest(code):
            frames.raised(code, exc)

    return {
        events.PY_START: started,
        events.PY_RESUME: resumed,
        events.PY_THROW: thrown,
        events.PY_RETURN: returned,
        events.PY_YIELD: yielded,
        events.PY_UNWIND: raised,
    }


@contextlib.contextmanager
def _profiling(frames):
    # A profile function is called for every call in Python, so it is there only while a step runs.
    profiler = _Profiler(frames)
    frames.cost.replace(profiler, "_called", "_returned")

    profile = profiler.function()

    def follow(follows):
        if sys.getprofile() is (None if follows else profile):  # a profile of the program's own stays
            profiler.begin()
            sys.setprofile(profile if follows else None)

    frames.follow = follow
    _hide_from(profile, frames.observer)
    try:
        yield
    finally:
        frames.follow = None


def _hide_from(profile, observer):
    """What is called most, and calls no coroutine: the recorder's own calls are half of a step's."""

    def hidden(function):
        @functools.wraps(function)
        def measured(*args, **options):
            if sys.getprofile() is not profile:
                return function(*args, **options)
            sys.setprofile(None)
            try:
                return function(*args, **options)
            finally:
                sys.setprofile(profile)

        return measured

    for name in "emit", "new":
        setattr(observer.recording, name, hidden(getattr(observer.recording, name)))
    observer.emit = observer.recording.emit
    for name in "here", "number", "new_future", "callback_object", "value", "cancel_begins", "resolved", "make_task", "callback_added", "new_gather":
        setattr(observer, name, hidden(getattr(observer, name)))


class _Profiler:
    """A profile function sees `return` when a coroutine ends, and also when it suspends.

    The difference shows in what comes next: after a suspension nothing of the program runs before the
    step ends, and then the await chain tells. If something does run, the coroutine has ended.
    """

    def __init__(self, frames):
        self._frames = frames
        self._ended = []  # codes that returned, innermost first, not yet known to have ended
        self._thread = threading.get_ident()
        self.begin = self.forget

    def forget(self):
        self._ended.clear()

    def function(self):
        """For sys.setprofile(). It is called for each call of the program, so most end at its first lines.

        After many in one step it goes: what begins and ends in the rest of the step is not told then.
        """
        ended, called, returned = self._ended, self._called, self._returned
        calls = 0

        def profile(frame, event, arg):
            nonlocal calls
            if event == "call":
                if ended or frame.f_code.co_flags & _SUSPENDS:
                    called(frame)
                    return
            elif event == "return":
                if frame.f_code.co_flags & _SUSPENDS:
                    returned(frame, arg)
                return
            calls += 1
            if calls > MANY_CALLS and not ended:
                sys.setprofile(None)

        def begin():
            nonlocal calls
            calls = 0
            self.forget()

        self.begin = begin
        return profile

    def _called(self, frame):
        code = frame.f_code
        if code.co_filename.startswith(_OWN_FOLDER):
            if code.co_name in ("step_suspends", "step_ends", "_report_end"):
                self.forget()  # the await chain, or the end of the task, tells
                return
            if code.co_name in ("send", "throw", "measured"):
                return
        self._flush()
        if self._frames.is_of_interest(code):
            if _at_start(frame):
                self._frames.began(code, frame.f_back, frame)
            elif _is_generator(code):
                self._frames.asked(code, frame.f_back)

    def _returned(self, frame, arg):
        if not self._frames.is_of_interest(frame.f_code):
            return
        if type(arg).__name__ == "async_generator_wrapped_value":
            self._flush()
            self._frames.left(frame.f_code)
        else:
            self._ended.append(frame.f_code)

    def _flush(self):
        if not self._ended or threading.get_ident() != self._thread:
            return
        ended = self._ended[:]
        self.forget()
        for code in ended:
            self._frames.left(code)


def _at_start(frame):
    if _RESUME is None:  # 3.10
        return frame.f_lasti == -1
    instruction = frame.f_code.co_code[frame.f_lasti : frame.f_lasti + 2]
    return instruction[0] == _RESUME and instruction[1] == 0
