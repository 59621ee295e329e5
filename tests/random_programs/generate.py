"""Makes a random asyncio program from a seed: a tree of lists that JSON can hold.

    program     {"seed", "eager", "functions": [{"level", "body"}], "generators": [{"body", "ending"}],
                 "callbacks": [block], "queues": [[kind, maxsize]], "semaphores": [[bounded, value]]}
    block       [statement, ...]
    statement   [operation, argument, ...]; README.md lists them, to_python.py says what each means
    awaitable   ["task", k] | ["future", k] | ["call", function] | ["sleep", delay, result] | ["get", queue] ...

functions[0] is main. A function awaits only what is of a higher level: calls and tasks of later functions, and
futures. So no two tasks wait for each other.
"""

import random

from tree import statements

FUTURES, LOCKS, EVENTS, CONDITIONS, BARRIERS, READERS = 3, 2, 2, 2, 1, 2
MOST_TASKS = 25
DELAYS = (0, 0, 0, 0.5, 1, 1, 1, 2, 2, 3)
LIMITS = (-1, 0, 0, 0.5, 1, 1, 1, 2, 2, 3, None)
ERRORS = ("ValueError", "KeyError", "RuntimeError", "OSError", "TimeoutError", "CancelledError")
# What a program may use; to leave one out leaves out its operations.
FEATURES = (
    "shield gather wait wait_for as_completed group timeout lock event queue condition semaphore barrier "
    "generator callback eager context reader exit uncancel"
).split()
# Connections between two ends in the program, and threads. From this seed on: earlier programs stay what they were.
OUTSIDE = ("stream", "thread")
FIRST_WITH_OUTSIDE, ENDS = 25600, 4


class Generator:
    def __init__(self, seed, features=FEATURES):
        self.seed = seed
        self.random = random.Random(seed)
        self.features = set(features) - set(OUTSIDE)
        self.size = 0
        # Each program uses some of the features only, so that they meet more often.
        if self.chance(0.8):
            self.features = {f for f in FEATURES if f in self.features and self.chance(0.5)}
        if seed >= FIRST_WITH_OUTSIDE:
            self.features |= {f for f in OUTSIDE if f in features and self.chance(0.5)}

    # random() is the one method whose values no version of Python may change.
    def below(self, n):
        return int(self.random.random() * n)

    def chance(self, probability):
        return self.random.random() < probability

    def pick(self, values):
        return values[self.below(len(values))]

    def weighted(self, choices):
        point = self.random.random() * sum(weight for weight, _ in choices)
        for weight, make in choices:
            point -= weight
            if point < 0:
                return make
        return choices[-1][1]

    def program(self):
        count = 2 + self.below(4)
        self.functions = count
        self.generators = 2 if "generator" in self.features else 0
        self.callbacks = 3
        self.first_callback = 0
        # Under CPython a Unix socket takes more than 32 KiB at once, here it does not.
        self.stream = self.pick(("tcp", "unix", "pair")) if "stream" in self.features else None
        self.much = 40000 if self.stream == "tcp" else 3000
        functions = [{"level": 2 * i, "body": self.body(i)} for i in range(count)]
        return {
            "seed": self.seed,
            "eager": "eager" in self.features and self.chance(0.3),
            "functions": functions,
            "generators": [self.generator() for _ in range(self.generators)],
            "callbacks": [self.callback(i) for i in range(self.callbacks)],
            "queues": [[self.pick(("Queue", "LifoQueue", "PriorityQueue")), self.below(3)] for _ in range(2)],
            "semaphores": [[self.chance(0.5), self.below(3)] for _ in range(2)],
            "streams": self.stream and [self.stream, self.pick((4, 64, 65536))],
        }

    # Blocks

    def body(self, function):
        scope = Scope(self, function)
        if function == 0:
            block = []
            for _ in range(2 + self.below(4)):
                block.append(self.spawn(scope))
                if self.chance(0.3):
                    block.append(["sleep", self.pick((0, 0, 1))])
            block += scope.block(4)
            if self.chance(0.7):
                block.append(["wait_all", self.pick((3, 6, 9, 20))])
            return block
        return scope.block(5)

    def generator(self):
        scope = Scope(self, self.functions)
        scope.in_generator = True
        body = []
        for i in range(1 + self.below(4)):
            body += [scope.simple() for _ in range(self.below(2))]
            body.append(["yield", i])
        return {"body": body, "ending": [scope.simple() for _ in range(self.below(3))]}

    def callback(self, index):
        self.first_callback = index + 1  # it schedules later ones only, so that there is an end
        block = [self.at_once() for _ in range(1 + self.below(3))]
        self.first_callback = 0
        return block

    def any_callback(self):
        return self.first_callback + self.below(self.callbacks - self.first_callback)

    # Statements that do not wait: also for callbacks

    def at_once(self):
        choices = [
            (3, lambda: ["log", self.below(100)]),
            (4, self.cancel),
            (3, lambda: ["set_result", self.below(FUTURES), self.below(100)]),
            (1, lambda: ["set_exception", self.below(FUTURES), self.pick(ERRORS[:4])]),
            (1, lambda: ["cancel_future", self.below(FUTURES), self.message()]),
            (1, lambda: ["outcome", self.below(12)]),
            (0.5, lambda: ["raise", self.pick(ERRORS), self.pick(("boom", "", None))]),
            (0.5, lambda: ["tasks"]),
            (0.3, lambda: ["new_future", self.below(FUTURES)]),
        ]
        if "callback" in self.features and self.first_callback < self.callbacks:
            choices += [
                (2, lambda: ["call_soon", self.any_callback()]),
                (2, lambda: ["call_later", self.pick(DELAYS + (-1,)), self.any_callback()]),
                (0.5, lambda: ["cancel_handle", self.below(8)]),
                (2, lambda: ["done_callback", self.target(), self.any_callback()]),
                (0.5, lambda: ["remove_callback", self.target(), self.any_callback()]),
            ]
        if "lock" in self.features:
            choices += [
                (1, lambda: ["release", self.below(LOCKS)]),
                (0.5, lambda: ["show", "lock", self.below(LOCKS)]),
            ]
        if "event" in self.features:
            choices += [
                (2, lambda: ["event_set", self.below(EVENTS)]),
                (1, lambda: ["event_clear", self.below(EVENTS)]),
                (0.5, lambda: ["show", "event", self.below(EVENTS)]),
            ]
        if "queue" in self.features:
            choices += [
                (3, lambda: ["put_nowait", self.below(2), self.below(10)]),
                (1.5, lambda: ["get_nowait", self.below(2)]),
                (1, lambda: ["task_done", self.below(2)]),
                (0.3, lambda: ["shutdown", self.below(2), self.chance(0.4)]),
                (0.5, lambda: ["show", "queue", self.below(2)]),
            ]
        if "condition" in self.features:
            choices += [
                (1, lambda: ["notify", self.below(CONDITIONS), self.below(3)]),
                (0.5, lambda: ["notify_all", self.below(CONDITIONS)]),
                (1, lambda: ["count", self.below(CONDITIONS)]),
                (0.5, lambda: ["show", "condition", self.below(CONDITIONS)]),
            ]
        if "semaphore" in self.features:
            choices += [
                (1.5, lambda: ["sem_release", self.below(2)]),
                (0.5, lambda: ["show", "semaphore", self.below(2)]),
            ]
        if "barrier" in self.features:
            choices += [(0.5, lambda: ["show", "barrier", self.below(BARRIERS)])]
        if "context" in self.features:
            choices += [(1, lambda: ["var_set", self.below(100)]), (1, lambda: ["var_get"])]
        if "reader" in self.features:
            choices += [
                (2.5, lambda: ["feed", self.below(READERS), self.pick(("a", "ab\n", "c\nd", "\n", "efghij", "k;"))]),
                (0.3, lambda: ["feed_eof", self.below(READERS)]),
                (0.2, lambda: ["reader_error", self.below(READERS), self.pick(ERRORS[:4])]),
            ]
        if "stream" in self.features:
            choices += [
                (3, lambda: ["write", self.below(ENDS), self.pick(("a", "ab\n", "c\nd", "k;")), self.pick((1, 1, 3, self.much))]),
                (0.7, lambda: ["write_eof", self.below(ENDS)]),
                (0.7, lambda: ["close", self.below(ENDS)]),
                (0.3, lambda: ["abort", self.below(ENDS)]),
                (0.3, lambda: ["pause_reading", self.below(ENDS)]),
                (0.5, lambda: ["resume_reading", self.below(ENDS)]),
                (0.3, lambda: ["write_limits", self.below(ENDS), self.pick((0, 1, 100000))]),
                (1, lambda: ["show_end", self.below(ENDS)]),
                (0.2, lambda: [self.pick(("server_close", "server_close_clients", "server_abort_clients"))]),
            ]
        if "exit" in self.features:
            choices += [(0.1, lambda: ["raise", self.pick(("KeyboardInterrupt", "SystemExit")), "exit"])]
        return self.weighted(choices)()

    def target(self):
        return self.below(12)

    def message(self):
        return self.pick((None, None, "msg", "stop"))

    def cancel(self):
        # The main task is the first one; it should live a while.
        return ["cancel", self.below(12) if self.chance(0.15) else 1 + self.below(11), self.message()]

    def spawn(self, scope):
        eager = self.pick((True, False)) if "eager" in self.features and self.chance(0.4) else None
        return ["spawn", scope.coroutine(), eager, scope.group() if self.chance(0.7) else None]


class Scope:
    """Where a statement stands: in which function, in which blocks."""

    def __init__(self, generator, function):
        self.g = generator
        self.function = function
        self.groups = 0
        self.timeouts = 0
        self.open_groups = []
        self.open_timeouts = []
        self.in_generator = False

    def group(self):
        return self.g.pick(self.open_groups) if self.open_groups else None

    def block(self, most, depth=0):
        return [self.statement(depth) for _ in range(1 + self.g.below(most))]

    def can_call(self):
        return self.function + 1 < self.g.functions

    def call(self):
        return ["call", self.function + 1 + self.g.below(self.g.functions - self.function - 1)]

    def coroutine(self):
        if self.can_call() and self.g.chance(0.8):
            return self.call()
        return self.primitive()

    def primitive(self):
        g = self.g
        choices = [(1, lambda: ["sleep", g.pick(DELAYS), g.below(100)])]
        if "lock" in g.features:
            choices.append((1, lambda: ["acquire", g.below(LOCKS)]))
        if "event" in g.features:
            choices.append((1, lambda: ["event", g.below(EVENTS)]))
        if "queue" in g.features:
            choices += [
                (2, lambda: ["get", g.below(2)]),
                (1, lambda: ["put", g.below(2), g.below(10)]),
                (0.5, lambda: ["join", g.below(2)]),
            ]
        if "semaphore" in g.features:
            choices.append((1, lambda: ["semaphore", g.below(2)]))
        if "barrier" in g.features:
            choices.append((1, lambda: ["barrier", g.below(BARRIERS)]))
        if "reader" in g.features:
            choices += [
                (1, lambda: ["readline", g.below(READERS)]),
                (0.5, lambda: ["readuntil", g.below(READERS)]),
                (0.5, lambda: ["readexactly", g.below(READERS), g.below(6)]),
                (0.5, lambda: ["read", g.below(READERS), g.pick((-1, 0, 2, 20))]),
            ]
        if "thread" in g.features:
            choices.append(
                (2, lambda: ["thread", g.pick(DELAYS), g.pick(("return", "raise", "callback")), g.below(g.callbacks)])
            )
        if "stream" in g.features:
            choices += [
                (1, lambda: ["end_readline", g.below(ENDS)]),
                (0.5, lambda: ["end_readuntil", g.below(ENDS)]),
                (0.5, lambda: ["end_readexactly", g.below(ENDS), g.pick((1, 3, 5, 50000))]),
                (1.5, lambda: ["end_read", g.below(ENDS), g.pick((-1, 1, 20, 100000))]),
                (1.5, lambda: ["drain", g.below(ENDS)]),
                (0.7, lambda: ["wait_closed", g.below(ENDS)]),
                (0.2, lambda: ["server_wait_closed", 0]),
            ]
        return g.weighted(choices)()

    def reference(self):
        """A task or future that is there."""
        return ["task", self.g.below(10)] if self.g.chance(0.7) else ["future", self.g.below(FUTURES)]

    def awaitable(self):
        return self.reference() if self.g.chance(0.6) else self.coroutine()

    def awaitables(self, of_what):
        return [of_what() for _ in range(1 + self.g.below(4))]

    def statement(self, depth):
        g = self.g
        g.size += 1
        if depth < 3 and g.size < 120 and g.chance(0.35):
            return self.compound(depth)
        return self.simple()

    def simple(self):
        return self.g.at_once() if self.g.chance(0.4) else self.waiting()

    def waiting(self):
        g = self.g
        choices = [
            (5, lambda: ["sleep", g.pick(DELAYS)]),
            (1, lambda: ["yields", 1 + g.below(4)]),
            (3, lambda: ["await", self.awaitable()]),
            (2, lambda: ["await", self.primitive()]),
            (3, lambda: g.spawn(self)),
            (0.5, lambda: ["cancel_self", g.message()]),
            (0.5, lambda: ["cancelling"]),
            (0.3, lambda: ["set_name", g.pick(("X", "Y"))]),
        ]
        if not self.in_generator:
            choices.append((0.5, lambda: ["return", g.below(100)]))
        if "uncancel" in g.features:
            choices.append((0.5, lambda: ["uncancel"]))
        if "gather" in g.features:
            choices += [
                (2, lambda: ["gather", self.awaitables(self.awaitable), g.chance(0.3)]),
                (1, lambda: ["keep_gather", self.awaitables(self.awaitable), g.chance(0.3)]),
            ]
        if "shield" in g.features:
            choices += [
                (1.5, lambda: ["shield", self.awaitable()]),
                (0.7, lambda: ["keep_shield", self.awaitable()]),
            ]
        if "wait" in g.features:
            choices.append(
                (
                    2,
                    lambda: [
                        "wait",
                        self.awaitables(self.reference),
                        g.pick(("ALL_COMPLETED", "FIRST_COMPLETED", "FIRST_EXCEPTION")),
                        g.pick(LIMITS),
                    ],
                )
            )
        if "wait_for" in g.features:
            choices.append((3, lambda: ["wait_for", self.awaitable(), g.pick(LIMITS)]))
            if self.in_generator is False and g.generators:
                choices.append((0.7, lambda: ["wait_for_anext", g.below(g.generators), g.pick((0.5, 1, 2, None))]))
        if self.open_timeouts:
            choices.append((1.5, lambda: ["reschedule", g.pick(self.open_timeouts), g.pick(LIMITS)]))
        if "condition" in g.features:
            choices += [
                (0.5, lambda: ["cond_wait", g.below(CONDITIONS)]),
            ]
        if "barrier" in g.features:
            choices += [
                (0.3, lambda: ["barrier_reset", g.below(BARRIERS)]),
                (0.1, lambda: ["barrier_abort", g.below(BARRIERS)]),
            ]
        if g.generators and not self.in_generator:
            choices += [
                (0.7, lambda: ["anext", g.below(g.generators)]),
                (0.3, lambda: ["aclose", g.below(g.generators)]),
                (0.3, lambda: ["athrow", g.below(g.generators), g.pick(ERRORS)]),
            ]
        return g.weighted(choices)()

    def compound(self, depth):
        g = self.g
        choices = [
            (5, lambda: self.make_try(depth)),
            (1, lambda: ["repeat", 2, self.block(3, depth + 1)]),
        ]
        if "group" in g.features:
            choices.append((3, lambda: self.make_group(depth)))
        if "timeout" in g.features:
            choices.append((3, lambda: self.make_timeout(depth)))
        if "lock" in g.features:
            choices.append((1.5, lambda: ["lock", g.below(LOCKS), self.block(3, depth + 1)]))
        if "semaphore" in g.features:
            choices.append((1.5, lambda: ["sem", g.below(2), self.block(3, depth + 1)]))
        if "condition" in g.features:
            choices.append((2, lambda: ["condition", g.below(CONDITIONS), self.condition_block(depth + 1)]))
        if "barrier" in g.features:
            choices.append((0.5, lambda: ["barrier_with", g.below(BARRIERS), self.block(2, depth + 1)]))
        if "as_completed" in g.features:
            choices.append(
                (
                    2,
                    lambda: [
                        "as_completed",
                        self.awaitables(self.awaitable),
                        g.pick(LIMITS),
                        g.chance(0.5),
                        self.block(2, depth + 1) if g.chance(0.4) else [],
                    ],
                )
            )
        if g.generators and not self.in_generator:
            choices.append(
                (2, lambda: ["async_for", g.below(g.generators), g.below(4), self.block(2, depth + 1)])
            )
        return g.weighted(choices)()

    def condition_block(self, depth):
        g = self.g
        block = [self.statement(depth) for _ in range(g.below(2))]
        which = g.below(CONDITIONS)
        block.append(
            g.pick(
                (
                    ["cond_wait", which],
                    ["cond_wait_for", which, 1 + g.below(2)],
                    ["notify", which, 1 + g.below(2)],
                    ["notify_all", which],
                    ["count", which],
                )
            )
        )
        return block + [self.statement(depth) for _ in range(g.below(2))]

    def make_try(self, depth):
        g = self.g
        kind = g.pick(("Exception", "BaseException", "CancelledError", "TimeoutError", "reraise", "finally"))
        body = self.block(3, depth + 1)
        handler = [["log", g.below(100)]] if g.chance(0.5) else self.block(2, depth + 1)
        if kind == "finally":
            handler = [each for each in handler if not _leaves(each)] or [["log", 0]]
        return ["try", kind, body, handler]

    def make_group(self, depth):
        self.groups += 1
        name = self.groups
        self.open_groups.append(name)
        body = [self.g.spawn(self), *self.block(3, depth + 1)]
        if self.g.chance(0.8):
            self.open_groups.remove(name)  # else it is also used when it has ended
        return ["group", name, body]

    def make_timeout(self, depth):
        self.timeouts += 1
        name = self.timeouts
        self.open_timeouts.append(name)
        body = self.block(3, depth + 1)
        self.open_timeouts.remove(name)
        return ["timeout", name, self.g.pick(LIMITS), body]


def _leaves(statement):
    """Whether there is a `return` in it: none may leave a `finally`."""
    return any(each[0] == "return" for each in statements([statement]))


def generate(seed, without=()):
    return Generator(seed, [feature for feature in [*FEATURES, *OUTSIDE] if feature not in without]).program()
