"""Makes a random asyncio program from a seed: a tree of lists that JSON can hold.

    program     {"seed", "eager", "functions": [{"level", "body"}], "generators": [{"body", "ending"}],
                 "callbacks": [block], "queues": [[kind, maxsize]], "semaphores": [[bounded, value]]}
    block       [statement, ...]
    statement   [operation, argument, ...]; tasks.py, waiting.py, … say which there are, and what each means
    awaitable   ["task", k] | ["future", k] | ["call", function] | ["sleep", delay, result] | ["get", queue] ...

functions[0] is main. A function awaits only what is of a higher level: calls and tasks of later functions, and
futures. So no two tasks wait for each other.
"""

import random

import connections
import generators
import readers
import synchronization
import tasks
import waiting
from programs import FUTURES
from tree import statements

# What a program may use; to leave one out leaves out its operations.
FEATURES = (
    "shield gather wait wait_for as_completed group timeout lock event queue condition semaphore barrier "
    "generator callback eager context reader exit uncancel"
).split()
# Connections between two ends in the program, and threads. From this seed on: earlier programs stay what they were.
OUTSIDE = ("stream", "thread")
FIRST_WITH_OUTSIDE = 25600
# Signals, and coroutines that threads hand to the loop.
FURTHER = ("signal", "submit")
FIRST_WITH_FURTHER = 90000
FIRST_WITH_TLS = 100000
FIRST_WITH_PIPES_AND_RUNS = 120000
FIRST_WITH_CONTEXTS_AND_WATCHERS = 130000
# except*, managers, asend(), executors of its own, reprs, empty arguments, stop().
FIRST_WITH_MORE = 140000
# Times that are no round numbers, whose sums are rounded: all are so many seconds times the usual ones.
FIRST_WITH_ODD_TIMES = 160000
ODD_TIMES = (0.1, 0.3, 0.7, 1.1, 1 / 3, 0.001234567)


class Generator:
    def __init__(self, seed, features=FEATURES):
        self.seed = seed
        self.random = random.Random(seed)
        self.features = set(features) - {*OUTSIDE, *FURTHER}
        self.size = 0
        # Each program uses some of the features only, so that they meet more often.
        if self.chance(0.8):
            self.features = {f for f in FEATURES if f in self.features and self.chance(0.5)}
        if seed >= FIRST_WITH_OUTSIDE:
            self.features |= {f for f in OUTSIDE if f in features and self.chance(0.5)}
        if seed >= FIRST_WITH_FURTHER:
            self.features |= {f for f in FURTHER if f in features and self.chance(0.5)}
        self.has_more = seed >= FIRST_WITH_MORE
        self.has_contexts = seed >= FIRST_WITH_CONTEXTS_AND_WATCHERS and "context" in self.features
        if seed >= FIRST_WITH_CONTEXTS_AND_WATCHERS and self.chance(0.4):
            self.features.add("watcher")

        self.unit = self.pick(ODD_TIMES) if seed >= FIRST_WITH_ODD_TIMES and self.chance(0.4) else 1

    # random() is the one method whose values no version of Python may change.
    def below(self, n):
        return int(self.random.random() * n)

    def chance(self, probability):
        return self.random.random() < probability

    def pick(self, values):
        return values[self.below(len(values))]

    def time(self, choices):
        """One of DELAYS or LIMITS, in the program's unit of time."""
        picked = self.pick(choices)
        return picked if picked is None or self.unit == 1 else picked * self.unit

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
        late = self.seed >= FIRST_WITH_PIPES_AND_RUNS
        streams = ("tcp", "unix", "pair") + (("tls", "start_tls") if self.seed >= FIRST_WITH_TLS else ())
        streams += ("pipe", "pipe") if late else ()
        self.stream = self.pick(streams) if "stream" in self.features else None
        self.much = 3000 if self.stream in ("unix", "pair") else 40000
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
            # Functions that the same Runner runs after main.
            "runs": [1 + self.below(count - 1) for _ in range(self.pick((0, 0, 1, 2)))] if late else [],
        }

    # Blocks

    def body(self, function):
        scope = Scope(self, function)
        if function == 0:
            block = []
            for _ in range(2 + self.below(4)):
                block.append(scope.spawn())
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
            body.append(["yield_log" if self.has_more and self.chance(0.4) else "yield", i])
        return {"body": body, "ending": [scope.simple() for _ in range(self.below(3))]}

    def callback(self, index):
        self.first_callback = index + 1  # it schedules later ones only, so that there is an end
        block = [self.at_once() for _ in range(1 + self.below(3))]
        self.first_callback = 0
        return block

    def any_callback(self):
        return self.first_callback + self.below(self.callbacks - self.first_callback)

    def at_once(self):
        """A statement that does not wait: also for callbacks."""
        choices = [
            *tasks.at_once(self),
            *synchronization.at_once(self),
            *tasks.in_contexts(self),
            *readers.at_once(self),
            *connections.at_once(self),
            *tasks.exits(self),
            *(tasks.more_at_once(self) if self.has_more else ()),
        ]
        return self.weighted(choices)()

    def context(self):
        """In which of the program's contexts; nothing before there were any."""
        return [self.pick((None, 0, 1))] if self.has_contexts else []

    def message(self):
        return self.pick((None, None, "msg", "stop"))


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
        """A coroutine of asyncio's."""
        g = self.g
        choices = [
            *waiting.sleeps(g),
            *synchronization.coroutines(g),
            *readers.coroutines(g),
            *tasks.threads(g),
            *connections.coroutines(g),
        ]
        return g.weighted(choices)()

    def spawn(self):
        return tasks.spawn(self)

    def reference(self):
        """A task or future that is there."""
        return ["task", self.g.below(10)] if self.g.chance(0.7) else ["future", self.g.below(FUTURES)]

    def at_least_one(self, of_what):
        return self.awaitables(of_what) or [of_what()]

    def awaitable(self):
        return self.reference() if self.g.chance(0.6) else self.coroutine()

    def awaitables(self, of_what):
        if self.g.has_more and self.g.chance(0.06):
            return []
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
        choices = [
            *waiting.for_one(self),
            *tasks.in_tasks(self),
            *waiting.for_several(self),
            *synchronization.waiting(self.g),
            *generators.waiting(self),
        ]
        return self.g.weighted(choices)()

    def compound(self, depth):
        choices = [
            (5, lambda: self.make_try(depth)),
            (1, lambda: ["repeat", 2, self.block(3, depth + 1)]),
            *waiting.scopes(self, depth),
            *synchronization.blocks(self, depth),
            *waiting.in_order_of_completion(self, depth),
            *generators.blocks(self, depth),
            *(self.more_compound(depth) if self.g.has_more else ()),
        ]
        return self.g.weighted(choices)()

    def more_compound(self, depth):
        return [
            (2, lambda: self.make_try_star(depth)),
            (1, lambda: ["managed", self.g.pick((0, 0, 1)), self.block(3, depth + 1)]),
        ]

    def make_try_star(self, depth):
        kind = self.g.pick(("ValueError", "OSError", "CancelledError", "Exception", "BaseException"))
        body = self.block(3, depth + 1)
        return ["try_star", kind, body, [self.g.at_once() for _ in range(1 + self.g.below(2))]]

    def make_try(self, depth):
        g = self.g
        kind = g.pick(("Exception", "BaseException", "CancelledError", "TimeoutError", "reraise", "finally"))
        body = self.block(3, depth + 1)
        handler = [["log", g.below(100)]] if g.chance(0.5) else self.block(2, depth + 1)
        if kind == "finally":
            handler = [each for each in handler if not _leaves(each)] or [["log", 0]]
        return ["try", kind, body, handler]


def _leaves(statement):
    """Whether there is a `return` in it: none may leave a `finally`."""
    return any(each[0] == "return" for each in statements([statement]))


def generate(seed, without=()):
    return Generator(seed, [feature for feature in [*FEATURES, *OUTSIDE, *FURTHER] if feature not in without]).program()
