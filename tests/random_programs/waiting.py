"""Waiting: for time, for tasks and futures, in groups and with a limit."""

from programs import DELAYS, LIMITS


def sleeps(g):
    """The coroutine that there is in each program."""
    return [(1, lambda: ["sleep", g.time(DELAYS), g.below(100)])]


def for_one(scope):
    g = scope.g
    return [
        (5, lambda: ["sleep", g.time(DELAYS)]),
        (1, lambda: ["yields", 1 + g.below(4)]),
        (3, lambda: ["await", scope.awaitable()]),
        (2, lambda: ["await", scope.primitive()]),
    ]


def for_several(scope):
    g = scope.g
    choices = []
    if "gather" in g.features:
        choices += [
            (2, lambda: ["gather", scope.awaitables(scope.awaitable), g.chance(0.3)]),
            (1, lambda: ["keep_gather", scope.at_least_one(scope.awaitable), g.chance(0.3)]),
        ]
    if "shield" in g.features:
        choices += [
            (1.5, lambda: ["shield", scope.awaitable()]),
            (0.7, lambda: ["keep_shield", scope.awaitable()]),
        ]
    if "wait" in g.features:
        choices.append((2, lambda: _wait(scope)))
    if "wait_for" in g.features:
        choices.append((3, lambda: ["wait_for", scope.awaitable(), g.time(LIMITS)]))
        if scope.in_generator is False and g.generators:
            choices.append((0.7, lambda: ["wait_for_anext", g.below(g.generators), g.pick((0.5, 1, 2, None))]))
    if scope.open_timeouts and g.has_more:
        choices.append((0.7, lambda: ["show_timeout", g.pick(scope.open_timeouts)]))
    if scope.open_timeouts:
        choices.append((1.5, lambda: ["reschedule", g.pick(scope.open_timeouts), g.time(LIMITS)]))
    return choices


def _wait(scope):
    g = scope.g
    ways = ("ALL_COMPLETED", "FIRST_COMPLETED", "FIRST_EXCEPTION")
    return ["wait", scope.awaitables(scope.reference), g.pick(ways), g.time(LIMITS)]


def scopes(scope, depth):
    choices = []
    if "group" in scope.g.features:
        choices.append((3, lambda: _group(scope, depth)))
    if "timeout" in scope.g.features:
        choices.append((3, lambda: _timeout(scope, depth)))
    return choices


def _group(scope, depth):
    scope.groups += 1
    name = scope.groups
    scope.open_groups.append(name)
    body = [scope.spawn(), *scope.block(3, depth + 1)]
    if scope.g.chance(0.8):
        scope.open_groups.remove(name)  # else it is also used when it has ended
    return ["group", name, body]


def _timeout(scope, depth):
    scope.timeouts += 1
    name = scope.timeouts
    scope.open_timeouts.append(name)
    body = scope.block(3, depth + 1)
    scope.open_timeouts.remove(name)
    if scope.g.has_more and scope.g.chance(0.2):
        return ["timeout_at", name, scope.g.time(LIMITS), body]
    return ["timeout", name, scope.g.time(LIMITS), body]


def in_order_of_completion(scope, depth):
    if "as_completed" not in scope.g.features:
        return []
    return [(2, lambda: _as_completed(scope, depth))]


def _as_completed(scope, depth):
    g = scope.g
    return [
        "as_completed",
        scope.awaitables(scope.awaitable),
        g.time(LIMITS),
        g.chance(0.5),
        scope.block(2, depth + 1) if g.chance(0.4) else [],
    ]


# In Python

# Of each coroutine its function and its arguments.
COROUTINES = {"sleep": lambda delay, result: ("asyncio.sleep", f"{delay}, {result}")}


def _limit(value):
    return "None" if value is None else repr(value)


class Waiting:
    def do_sleep(self, delay):
        return f"await asyncio.sleep({delay})"

    def do_yields(self, n):
        return [f"for _ in range({n}):", "    await asyncio.sleep(0)"]

    def do_await(self, what):
        return f"log('got', await {self.awaitable(what)})"

    def gather(self, many, return_exceptions):
        how = ["return_exceptions=True"] if return_exceptions else []
        return f"asyncio.gather({', '.join([*map(self.awaitable, many), *how])})"

    def do_gather(self, many, return_exceptions):
        return f"log('got', await {self.gather(many, return_exceptions)})"

    def do_keep_gather(self, many, return_exceptions):
        return f"keep({self.level + 1}, {self.gather(many, return_exceptions)})"

    def do_shield(self, what):
        return f"log('got', await asyncio.shield({self.awaitable(what)}))"

    def do_keep_shield(self, what):
        return f"keep({self.level + 1}, asyncio.shield({self.awaitable(what)}))"

    def do_wait(self, many, when, limit):
        return [
            f"done, pending = await asyncio.wait([{self.awaitables(many)}], timeout={_limit(limit)}, return_when=asyncio.{when})",
            "log('done', sorted(map(name, done)), 'pending', sorted(map(name, pending)))",
        ]

    def do_wait_all(self, limit):
        return [
            "if len(TASKS) > 1:",
            f"    done, pending = await asyncio.wait([each for _, each in TASKS[1:]], timeout={limit})",
            "    log('done', len(done), 'pending', len(pending))",
        ]

    def do_wait_for(self, what, limit):
        return f"log('got', await asyncio.wait_for({self.awaitable(what)}, {_limit(limit)}))"

    def do_wait_for_anext(self, k, limit):
        return f"log('got', await asyncio.wait_for(anext(GENERATORS[{k}]), {_limit(limit)}))"

    def do_reschedule(self, name, delay):
        when = "None" if delay is None else f"asyncio.get_running_loop().time() + {delay}"
        return f"t{name}.reschedule({when})"

    def do_group(self, name, body):
        return [f"async with asyncio.TaskGroup() as g{name}:", *self.inner(body)]

    def do_timeout(self, name, limit, body):
        return self.timeout(name, f"asyncio.timeout({_limit(limit)})", body)

    def do_timeout_at(self, name, limit, body):
        when = "None" if limit is None else f"asyncio.get_running_loop().time() + {limit}"
        return self.timeout(name, f"asyncio.timeout_at({when})", body)

    def timeout(self, name, made, body):
        return [f"async with {made} as t{name}:", *self.inner(body), f"log('expired', t{name}.expired())"]

    def do_show_timeout(self, name):
        return f"log(t{name}, t{name}.when(), t{name}.expired())"

    def do_as_completed(self, many, limit, asynchronously, body):
        options = "" if limit is None else f", timeout={limit}"
        call = f"asyncio.as_completed([{self.awaitables(many)}]{options})"
        if asynchronously:
            head = [f"async for future in {call}:", "    log(name(future), outcome(future))"]
        else:
            head = [f"for future in {call}:", "    log('got', await future)"]
        return head + (self.inner(body) if body else [])
