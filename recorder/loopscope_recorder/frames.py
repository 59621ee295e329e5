"""Which coroutines of the program are active inside a task, and the line of the innermost await.

At each suspension the await chain is compared with what was reported before; that alone would be enough,
and is, where nothing else is to be had. tracing.py tells more: coroutines that begin and end without
suspending, and at which moment.
"""

import inspect
import threading

from . import chain
from .observer import BOUNDARY
from .program import nearest
from .text import of_arguments, of_call


class Frames:
    def __init__(self, observer):
        self.observer = observer
        self.cost = observer.cost
        self._stacks = {}  # task number -> codes of its reported frames, outermost first
        self._thread = threading.get_ident()
        self.follow = None  # called with whether a step runs, if tracing.py wants to know

    # What the observer tells

    def step_begins(self, task, thrown):
        if task.number in self._stacks or thrown is not None and not task.started:
            return
        coroutine = task.coroutine
        code = getattr(coroutine, "cr_code", None)
        self._stacks[task.number] = stack = []
        self._enter(
            task,
            stack,
            code,
            0,
            code.co_name if code else getattr(coroutine, "__name__", type(coroutine).__name__),
            of_call(coroutine),
        )

    def suspended(self, task):
        """Reports what began and ended in this step; returns the place of the innermost await."""
        owns = self.observer.program.owns
        levels = list(chain.frames_of(task.coroutine))
        shown = levels[:1] + [level for level in levels[1:] if owns(level[0])]
        stack = self._stacks.setdefault(task.number, [])
        common = 0
        while common < min(len(stack), len(shown)) and stack[common] is shown[common][0]:
            common += 1
        while len(stack) > max(common, 1):
            self._leave(task, stack)
        for i in range(max(common, 1), len(shown)):
            self._enter(task, stack, shown[i][0], self._location(*shown[i - 1]))
        return self._location(*shown[-1]) if shown else 0

    def ended(self, task, by=""):
        stack = self._stacks.pop(task.number, [])
        while stack:
            self._leave(task, stack, by)

    def _location(self, code, line):
        observer = self.observer
        return observer.program.location(observer.recording, code, line) if observer.program.owns(code) else 0

    def _enter(self, task, stack, code, loc, name=None, called_with=""):
        stack.append(code)
        observer = self.observer
        value = observer.recording.string(called_with)
        observer.emit("enter", task.number, text=name or code.co_name, value=value, loc=loc)

    def _leave(self, task, stack, by=""):
        stack.pop()
        self.observer.emit("leave", task.number, text=by, flags=1 if by else 0)

    def stop(self):
        if self.follow:
            self.follow(False)
            self.follow = None

    # What tracing.py tells

    def is_of_interest(self, code):
        return code.co_flags & (
            inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR
        ) and self.observer.program.owns(code)

    def began(self, code, awaiter, frame=None):
        """The code of a coroutine begins, in `frame`, or of a generator goes on; the frame `awaiter` awaits it."""
        task, stack = self._running()
        if stack is None or not task.started:
            return
        if task.body_began or not stack or stack[0] is not code:
            self._enter(task, stack, code, self._line_of(awaiter), called_with=of_arguments(frame))
        task.body_began = True

    def asked(self, code, awaiter):
        """A generator is asked for its next value; resuming it after an await tells nothing new."""
        stack = self._running()[1]
        if stack is not None and code not in stack:
            self.began(code, awaiter)

    def left(self, code, by=""):
        task, stack = self._running()
        if stack and len(stack) > 1 and stack[-1] is code:
            self._leave(task, stack, by)

    def raised(self, code, exc):
        self.left(code, self.observer.exception(exc))

    def _running(self):
        """The running task and its stack; (None, None) outside of steps and in other threads."""
        steps = self.observer.steps
        if not steps or threading.get_ident() != self._thread:
            return None, None
        return steps[-1], self._stacks.get(steps[-1].number)

    def _line_of(self, frame):
        frame = nearest(self.observer.program, frame, BOUNDARY)
        return self._location(frame.f_code, frame.f_lineno) if frame else 0
