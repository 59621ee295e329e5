"""The step log: the text in which two loops are compared, by the rules of docs/step_log.md."""

from .kinds import ALREADY_DONE, CANCELLED, EXCEPTION, INTERNAL, Kind, MESSAGE_IS_NO_TEXT, RETURN_CANCELLED


class _Object:
    __slots__ = ("kind", "name", "value", "internal", "awaited")

    def __init__(self, kind, name, value, internal):
        self.kind = kind
        self.name = name
        self.value = value
        self.internal = internal
        self.awaited = False

    def label(self):
        if self.kind == Kind.SLEEP:
            return f"sleep until {self.value / 1e9:.3f}"
        if self.kind == Kind.FUTURE and not self.internal:
            return f"future {self.value}"
        return self.name

    def awaited_as(self):
        return f"task {self.name}" if self.kind == Kind.TASK else self.label()


class StepLog:
    """A listener of a Recording that calls `write(line)` for each line of the step log."""

    def __init__(self, write):
        self._write = write
        self._objects = {}
        self._open = []  # for each open step, call and cancel: is it shown?
        self._turn = 0
        self._now_ns = 0
        self._header_due = True
        self._in_loop = False

    def define(self, definition):
        pass

    def end(self, count):
        pass

    def event(self, kind, a, b, text, value, loc, flags, c):
        handler = getattr(self, "on_" + kind.replace(".", "_"), None)
        if handler:
            handler(a=a, b=b, text=text, value=value, flags=flags, c=c)

    def _line(self, text):
        if self._header_due:
            self._write(f"#{self._turn} t={self._now_ns / 1e9:.3f}")
            self._header_due = False
        self._write("  " * (1 + sum(self._open)) + text)

    def on_loop_run(self, **_):
        self._in_loop = True

    def on_loop_close(self, **_):
        self._in_loop = False

    def on_turn(self, a, value, **_):
        self._turn = a
        self._now_ns = value
        self._header_due = True

    def on_new(self, a, text, value, flags, c, **_):
        self._objects[a] = _Object(c, text, value, bool(flags & INTERNAL))
        if c == Kind.TASK and not flags & INTERNAL:
            self._line(f"create {text}")

    def on_name(self, a, text, **_):
        self._objects[a].name = text

    def on_step(self, a, text, **_):
        task = self._objects[a]
        if not task.internal:
            self._line(f"run {task.name}" + (f" throw {_exception(text)}" if text else ""))
        self._open.append(not task.internal)

    def _step_ends(self, a, how):
        if self._open.pop():
            self._line(f"end {self._objects[a].name}: {how}")

    def on_yield(self, a, **_):
        self._step_ends(a, "yield")

    def on_await(self, a, b, **_):
        awaited = self._objects.get(b)
        if awaited and not self._objects[a].internal:
            awaited.awaited = True
        self._step_ends(a, f'await {awaited.awaited_as() if awaited else "nothing"}')

    def on_return(self, a, text, flags, **_):
        self._step_ends(a, f"returned {text}" + (" but cancelled" if flags & RETURN_CANCELLED else ""))

    def on_raise(self, a, text, **_):
        self._step_ends(a, f"raised {_exception(text)}")

    def on_cancelled(self, a, **_):
        self._step_ends(a, "cancelled")

    def on_call(self, text, flags, **_):
        shown = not flags & INTERNAL
        if shown:
            self._line(f"call {text}")
        self._open.append(shown)

    def on_call_end(self, **_):
        self._open.pop()

    def on_cancel(self, a, text, flags, c, **_):
        target = self._objects[a]
        shown = not (target.kind == Kind.TASK and target.internal)
        if shown:
            message = "" if not c else f" {text}" if c & MESSAGE_IS_NO_TEXT else f" {text!r}"
            self._line(
                f"cancel {target.label()}{message}" + (": already done" if flags & ALREADY_DONE else "")
            )
        self._open.append(shown)

    def on_cancel_end(self, **_):
        self._open.pop()

    def on_resolve(self, a, text, flags, **_):
        future = self._objects[a]
        own = future.kind == Kind.FUTURE and not future.internal
        if flags == CANCELLED or not (own or future.kind == Kind.GATHER or future.awaited):
            return
        self._line(
            f"resolve {future.label()}" + (f" exception {_exception(text)}" if flags == EXCEPTION else "")
        )

    def on_print(self, text, **_):
        if self._in_loop:
            self._line(f"print {text}")
        else:
            self._write(f"print {text}")


def _exception(text):
    """An exception without arguments is shown by its name alone."""
    return text.removesuffix("()")
