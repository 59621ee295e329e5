"""Finds where CancelledError was caught and not raised again.

Of what asyncio or the program asked for, Task.cancelling() tells. Libraries have cancel scopes of their own (anyio,
async_timeout), which cancel their task, take the error and need not call uncancel(): of what they asked for only the
source tells whether it was the program that caught it.
"""

import ast
import functools

from . import chain, naming

_CAUGHT = ("CancelledError", "BaseException")
# What of asyncio waits again by itself, and passes on later what was thrown into it meanwhile.
_KEEP_CANCELLATION = ("Condition.wait", "TaskGroup.__aexit__", "staggered_race")


class Swallowed:
    def __init__(self, observer):
        self._observer = observer

    def requested(self, task, caller):
        """cancel() is called by the code in frame `caller`."""
        if self._is_library(caller):
            task.requests_of_libraries += 1

    def taken_back(self, task, caller, remaining):
        if self._is_library(caller) and task.requests_of_libraries:
            task.requests_of_libraries -= 1
        task.requests_of_libraries = min(task.requests_of_libraries, remaining)

    def thrown(self, task):
        owns = self._observer.program.owns
        if not (task.counts_requests and any(owns(code) for code, _ in chain.frames_of(task.coroutine))):
            return  # what a library does in its own tasks is its business
        task.was_cancelled = True
        task.thrown_at = _place_of(task)
        task.would_catch = task.requests_of_libraries > 0 and self._would_catch(task)

    def suspended(self, task):
        # Cleaning up, it may wait; there it comes again only if somebody caught CancelledError and went on.
        if self._ignored(task) and task.thrown_at and task.thrown_at == _place_of(task):
            task.was_cancelled = False  # once is enough
            self._warn(task, "CancelledError was thrown into it here, and here it waits again")

    def returned(self, task):
        if self._ignored(task):
            self._warn(task, "CancelledError was thrown into it, and it returned as if nothing had happened")

    def _warn(self, task, sentence):
        self._observer.warn("swallowed cancellation", task.number, sentence)

    def _ignored(self, task):
        return task.cancelling() > (0 if task.would_catch else task.requests_of_libraries)

    def _is_library(self, frame):
        while frame is not None and frame.f_globals.get("__package__") == __package__:
            frame = frame.f_back  # a task that cancels the one that it awaits
        if frame is None or naming.is_asyncio(frame.f_code):
            return False
        return not self._observer.program.owns(frame.f_code)

    def _would_catch(self, task):
        """Whether the innermost that can catch CancelledError is an `except` of the program."""
        program = self._observer.program
        places = list(chain.frames_of(task.coroutine))
        if not any(program.owns(code) and self._catcher(code, line) == "except" for code, line in places):
            return False  # the sources of libraries need not be read
        catchers = ((program.owns(code), self._catcher(code, line)) for code, line in reversed(places))
        return next(((own, catcher) for own, catcher in catchers if catcher), None) == (True, "except")

    def _catcher(self, code, line):
        return _catcher(self._observer.program.source_of, code.co_filename, line)


def _place_of(task):
    """Which awaits it is in, from the outermost to the innermost. None in what waits again by itself."""
    places = [(chain.code_of(level), chain.frame_of(level).f_lasti) for level in chain.levels_of(task.coroutine)]
    return None if any(code.co_qualname in _KEEP_CANCELLATION for code, _ in places) else places


@functools.lru_cache
def _tree(read_source, path):
    try:
        return ast.parse(read_source(path) or "")
    except (SyntaxError, ValueError):
        return ast.parse("")


@functools.lru_cache(4096)
def _catcher(read_source, path, line):
    """What catches CancelledError first in the function at `line`: "except", "with", which may, or ""."""
    found, node = "", _tree(read_source, path)
    while node is not None:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            found = ""
        inner = _part_at(node, line)
        if isinstance(node, (ast.With, ast.AsyncWith)) and inner in node.body:
            found = "except" if any(_names(item.context_expr) for item in node.items) else "with"
        elif hasattr(node, "handlers") and inner in node.body and any(map(_swallows, node.handlers)):
            found = "except"
        node = inner
    return found


def _part_at(node, line):
    parts = (part for part in ast.iter_child_nodes(node) if hasattr(part, "end_lineno") or hasattr(part, "body"))
    return next((part for part in parts if part.lineno <= line <= part.end_lineno), None)


def _swallows(handler):
    return (handler.type is None or _names(handler.type)) and not isinstance(handler.body[-1], ast.Raise)


def _names(expression):
    """Whether it names CancelledError, or all there is: in `except` or contextlib.suppress()."""
    names = (getattr(part, "id", getattr(part, "attr", "")) for part in ast.walk(expression))
    return any(name in _CAUGHT for name in names)
