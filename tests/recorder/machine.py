"""The rules of docs/trace_format.md, "The machine behind the events", as a check of a recording."""

import json

STEP_ENDS = {"yield", "await", "return", "raise", "cancelled"}
TASK_ENDS = {"return", "raise", "cancelled"}
TASK, TIMER = 1, 6
TIMER_REASON, EAGER = 5, 2


class Broken(AssertionError):
    pass


def check(text):
    """Raises Broken, with the number of the line, for the first line that breaks a rule."""
    machine = Machine()
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        try:
            machine.line(number, json.loads(line))
        except (Broken, KeyError, IndexError, ValueError) as exc:
            raise Broken(f"line {number}: {line[:200]}: {exc!r}") from None
    machine.finish()


class Machine:
    def __init__(self):
        self.tables = {"string": 0, "source": 0, "location": 0}
        self.events = 0
        self.ended = False
        self.turn = 0
        self.now = 0
        self.left = None  # entries of this turn that have not run yet
        self.objects = {}  # number -> kind
        self.done = set()
        self.ready = []
        self.running = []
        self.cancels = []
        self.frames = {}  # task -> depth
        self.waits_for = {}  # task -> object
        self.timers = set()
        self.watches = set()

    def demand(self, condition, message):
        if not condition:
            raise Broken(message)

    def line(self, number, line):
        self.demand(not self.ended, "something follows the end")
        if number == 1:
            self.demand(line["loopscope"] == 1 and line["language"] == "python", "this is no header")
        elif isinstance(line, list):
            self.event(line)
        elif "end" in line:
            self.demand(line["end"] == self.events, "the number of events is wrong")
            self.ended = True
        else:
            table = next(iter(line))
            self.tables[table] += 1
            self.demand(line[table] == self.tables[table], f"{table} numbers have a gap")

    def finish(self):
        self.demand(self.ended, "there is no end line")
        self.demand(not self.cancels, "a cancel is open at the end")

    def event(self, fields):
        self.demand(1 <= len(fields) <= 8 and (len(fields) == 1 or fields[-1] != 0), "zeros at the end")
        self.demand(all(type(field) is int for field in fields[1:]), "a field is no integer")
        kind, a, b, text, value, loc, flags, c = fields + [0] * (8 - len(fields))
        self.events += 1
        self.demand(text <= self.tables["string"], "unknown string")
        self.demand(loc <= self.tables["location"], "unknown location")
        self.demand(0 <= flags <= 255 and 0 <= c < 2**32, "flags or c out of range")
        if kind not in ("new", "turn"):
            self.demand(a == 0 or a in self.objects, f"unknown object {a}")
            self.demand(b == 0 or b in self.objects, f"unknown object {b}")
        handler = getattr(self, "on_" + kind.replace(".", "_"), None)
        if kind in STEP_ENDS:
            self.step_ends(kind, a, b)
        elif handler:
            handler(a=a, b=b, value=value, flags=flags, c=c)

    def on_new(self, a, c, **_):
        self.demand(a == len(self.objects) + 1, "object numbers have a gap")
        self.objects[a] = c

    def on_turn(self, a, value, **_):
        self.demand(a == self.turn + 1, "turns have a gap")
        self.demand(value >= self.now, "the clock goes backwards")
        self.demand(not self.running, "a turn begins inside of a step")
        self.demand(not self.left, "entries of the turn before did not run")
        self.turn, self.now, self.left = a, value, None

    def on_loop_stop(self, **_):
        self.left = None

    def on_select(self, **_):
        self.demand(not self.ready, "the loop waits although something is ready")

    def on_ready(self, a, flags, **_):
        self.demand(a in self.objects, "ready needs an object")
        if flags == TIMER_REASON:
            self.demand(a in self.timers, "this timer is not armed")
            self.timers.discard(a)
        self.ready.append(a)

    def take(self, a):
        if self.left is None:
            self.left = len(self.ready)
        self.demand(self.ready and self.ready[0] == a, f"{a} is not at the front of {self.ready}")
        self.demand(self.left > 0, "this was made ready in this turn")
        self.left -= 1
        self.ready.pop(0)

    def on_skip(self, a, **_):
        self.take(a)

    def on_step(self, a, flags, **_):
        self.demand(self.objects[a] == TASK, "a step of something else than a task")
        self.demand(a not in self.done, "a step of a task that is done")
        if not flags & EAGER:
            self.demand(not self.running, "a step begins inside of another")
            self.take(a)
        self.waits_for.pop(a, None)
        self.running.append(a)

    def step_ends(self, kind, a, b):
        self.demand(self.running and self.running[-1] == a, "another one is running")
        self.running.pop()
        if kind == "yield":
            self.ready.append(a)
        elif kind == "await":
            self.demand(b in self.objects, "an await needs an object")
            self.waits_for[a] = b
        if kind in TASK_ENDS:
            self.demand(not self.frames.get(a), "a task ends with open frames")
            self.done.add(a)

    def on_call(self, a, **_):
        self.demand(not self.running, "a call begins inside of something")
        self.take(a)
        self.running.append(("call", a))

    def on_call_end(self, a, **_):
        self.demand(self.running and self.running[-1] == ("call", a), "this call is not running")
        self.running.pop()

    def on_enter(self, a, **_):
        self.demand(a in self.running, "a coroutine starts in a task that does not run")
        self.frames[a] = self.frames.get(a, 0) + 1

    def on_leave(self, a, **_):
        self.demand(self.frames.get(a), "a coroutine ends in a task that is in none")
        self.frames[a] -= 1

    def on_resolve(self, a, **_):
        self.demand(self.objects[a] != TASK, "tasks end by their last step")
        self.demand(a not in self.done, "this future is done already")
        self.done.add(a)

    def on_cancel(self, a, flags, **_):
        self.demand((a in self.done) == bool(flags & 1), "`already done` is wrong")
        self.cancels.append(a)

    def on_cancel_end(self, a, **_):
        self.demand(self.cancels and self.cancels[-1] == a, "another cancel is open")
        self.cancels.pop()

    def on_timer(self, a, **_):
        self.demand(self.objects[a] == TIMER and a not in self.timers, "this is no timer, or armed already")
        self.timers.add(a)

    def on_timer_cancel(self, a, **_):
        self.demand(a in self.timers, "this timer is not armed")
        self.timers.discard(a)

    def on_watch(self, a, flags, **_):
        self.demand((a, flags) not in self.watches, "this is watched already")
        self.watches.add((a, flags))

    def on_unwatch(self, a, flags, **_):
        self.demand((a, flags) in self.watches, "this is not watched")
        self.watches.discard((a, flags))
