"""Locks, events, conditions, semaphores, barriers and queues."""

from programs import BARRIERS, CONDITIONS, EVENTS, LOCKS


def at_once(g):
    """What callbacks may do, too."""
    choices = []
    if "lock" in g.features:
        choices += [
            (1, lambda: ["release", g.below(LOCKS)]),
            (0.5, lambda: ["show", "lock", g.below(LOCKS)]),
        ]
    if "event" in g.features:
        choices += [
            (2, lambda: ["event_set", g.below(EVENTS)]),
            (1, lambda: ["event_clear", g.below(EVENTS)]),
            (0.5, lambda: ["show", "event", g.below(EVENTS)]),
        ]
    if "queue" in g.features:
        choices += [
            (3, lambda: ["put_nowait", g.below(2), g.below(10)]),
            (1.5, lambda: ["get_nowait", g.below(2)]),
            (1, lambda: ["task_done", g.below(2)]),
            (0.3, lambda: ["shutdown", g.below(2), g.chance(0.4)]),
            (0.5, lambda: ["show", "queue", g.below(2)]),
        ]
    if "condition" in g.features:
        choices += [
            (1, lambda: ["notify", g.below(CONDITIONS), g.below(3)]),
            (0.5, lambda: ["notify_all", g.below(CONDITIONS)]),
            (1, lambda: ["count", g.below(CONDITIONS)]),
            (0.5, lambda: ["show", "condition", g.below(CONDITIONS)]),
        ]
    if "semaphore" in g.features:
        choices += [
            (1.5, lambda: ["sem_release", g.below(2)]),
            (0.5, lambda: ["show", "semaphore", g.below(2)]),
        ]
    if "barrier" in g.features:
        choices.append((0.5, lambda: ["show", "barrier", g.below(BARRIERS)]))
    return choices


def coroutines(g):
    choices = []
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
    return choices


def waiting(g):
    choices = []
    if "condition" in g.features:
        choices.append((0.5, lambda: ["cond_wait", g.below(CONDITIONS)]))
    if "barrier" in g.features:
        choices += [
            (0.3, lambda: ["barrier_reset", g.below(BARRIERS)]),
            (0.1, lambda: ["barrier_abort", g.below(BARRIERS)]),
        ]
    return choices


def blocks(scope, depth):
    g = scope.g
    choices = []
    if "lock" in g.features:
        choices.append((1.5, lambda: ["lock", g.below(LOCKS), scope.block(3, depth + 1)]))
    if "semaphore" in g.features:
        choices.append((1.5, lambda: ["sem", g.below(2), scope.block(3, depth + 1)]))
    if "condition" in g.features:
        choices.append((2, lambda: ["condition", g.below(CONDITIONS), _with_condition(scope, depth + 1)]))
    if "barrier" in g.features:
        choices.append((0.5, lambda: ["barrier_with", g.below(BARRIERS), scope.block(2, depth + 1)]))
    return choices


def _with_condition(scope, depth):
    g = scope.g
    block = [scope.statement(depth) for _ in range(g.below(2))]
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
    return block + [scope.statement(depth) for _ in range(g.below(2))]


# In Python

# Of each coroutine its function and its arguments.
COROUTINES = {
    "acquire": lambda k: (f"LOCKS[{k}].acquire", ""),
    "event": lambda k: (f"EVENTS[{k}].wait", ""),
    "get": lambda k: (f"QUEUES[{k}].get", ""),
    "put": lambda k, item: (f"QUEUES[{k}].put", str(item)),
    "join": lambda k: (f"QUEUES[{k}].join", ""),
    "semaphore": lambda k: (f"SEMAPHORES[{k}].acquire", ""),
    "barrier": lambda k: (f"BARRIERS[{k}].wait", ""),
}


class Synchronization:
    def do_show(self, kind, k):
        objects = {"lock": "LOCKS", "event": "EVENTS", "queue": "QUEUES", "condition": "CONDITIONS"}
        objects |= {"semaphore": "SEMAPHORES", "barrier": "BARRIERS"}
        return f"log({objects[kind]}[{k}])"

    def do_release(self, k):
        return f"LOCKS[{k}].release()"

    def do_event_set(self, k):
        return f"EVENTS[{k}].set()"

    def do_event_clear(self, k):
        return f"EVENTS[{k}].clear()"

    def do_put_nowait(self, k, item):
        return f"QUEUES[{k}].put_nowait({item})"

    def do_get_nowait(self, k):
        return f"log('got', QUEUES[{k}].get_nowait())"

    def do_task_done(self, k):
        return f"QUEUES[{k}].task_done()"

    def do_shutdown(self, k, immediate):
        return f"QUEUES[{k}].shutdown({immediate})"

    def do_notify(self, k, n):
        return f"CONDITIONS[{k}].notify({n})"

    def do_notify_all(self, k):
        return f"CONDITIONS[{k}].notify_all()"

    def do_count(self, k):
        return f"COUNTS[{k}] += 1"

    def do_sem_release(self, k):
        return f"SEMAPHORES[{k}].release()"

    def do_cond_wait(self, k):
        return f"log('woken', await CONDITIONS[{k}].wait())"

    def do_cond_wait_for(self, k, n):
        return f"log('woken', await CONDITIONS[{k}].wait_for(lambda: COUNTS[{k}] >= {n}))"

    def do_barrier_reset(self, k):
        return f"await BARRIERS[{k}].reset()"

    def do_barrier_abort(self, k):
        return f"await BARRIERS[{k}].abort()"

    def do_lock(self, k, body):
        return [f"async with LOCKS[{k}]:", *self.inner(body)]

    def do_sem(self, k, body):
        return [f"async with SEMAPHORES[{k}]:", *self.inner(body)]

    def do_condition(self, k, body):
        return [f"async with CONDITIONS[{k}]:", *self.inner(body)]

    def do_barrier_with(self, k, body):
        return [f"async with BARRIERS[{k}] as position:", "    log('position', position)", *self.inner(body)]
