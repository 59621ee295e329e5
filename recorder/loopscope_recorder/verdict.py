"""Why a program in which nothing can happen any more waits for ever: what each task waits for, and in which circle.

The same words as the engine's (engine/introspection/await_graph.cpp).
"""

import asyncio
import types

from . import naming

_PRIMITIVES = (
    asyncio.Lock,
    asyncio.Event,
    asyncio.Condition,
    asyncio.Semaphore,
    asyncio.Queue,
    getattr(asyncio, "Barrier", asyncio.Lock),  # 3.11
)
NAMED = 20  # tasks that are told one by one

_MISSING = {
    "Event.wait": "an event that nobody can set any more",
    "Semaphore.acquire": "a permit of a semaphore that nobody can release any more",
    "Condition.wait": "a condition that nobody can notify any more",
    "Queue.get": "an item of a queue into which nobody can put one any more",
    "Queue.put": "room in a queue from which nobody can take an item any more",
    "Queue.join": "task_done() of a queue, which nobody can call any more",
}
CIRCLE = ": a circle, "
SERVER_WAITS = "a server listens for clients from outside, who come only with loopscope record --real-time"
_OUTSIDE = "a connection or a thread of which nothing comes any more"
_ITSELF = "its own thread, which it blocks"
_RESULT = "a future that nobody can resolve any more"


def blocks_its_thread(loop):
    """Whether a task blocks the thread of a loop in which nothing can happen any more: one that awaits nothing."""
    return any(task._fut_waiter is None for task in _pending(loop))


def listens(loop):
    """Whether it accepts connections: nobody from outside can come while the clock is virtual."""
    return any(
        getattr(getattr(reader, "_callback", None), "__name__", "") in ("_accept_connection", "_sock_accept")
        for reader in (key.data[0] for key in loop._selector.get_map().values())
    )


def who_waits_for_what(loop):
    """One line about the pending tasks of `loop`."""
    tasks = sorted(_pending(loop), key=lambda task: task.number)
    edges = _edges(tasks)
    told = [f"{task.get_name()} waits for {_missing_for(task, edges)}" for task in tasks[:NAMED]]
    if len(tasks) > NAMED:
        told.append(f"and {len(tasks) - NAMED} more tasks wait")
    text = ", ".join(told)
    circle = _circle(tasks, edges)
    if circle:
        text += CIRCLE + " -> ".join(task.get_name() for task in [*circle, circle[0]])
    return text


def _pending(loop):
    return [task for task in asyncio.all_tasks(loop) if not naming.is_own_coroutine(task.get_coro())]


def _edges(tasks):
    """Who waits for which tasks, itself or by gather() and the like, or because they hold its lock."""
    waiting_for = {}
    for task in tasks:
        if task._fut_waiter is not None:
            waiting_for.setdefault(id(task._fut_waiter), []).append(task)
    edges = {task: [] for task in tasks}
    for task in tasks:
        for waiter in _waiters(task, waiting_for):
            if waiter in edges and task not in edges[waiter]:
                edges[waiter].append(task)
    by_number = {task.number: task for task in tasks}
    for task in tasks:
        lock = _primitive(task)[0]
        holder = by_number.get(getattr(lock, "_loopscope_holder", 0)) if isinstance(lock, asyncio.Lock) else None
        if holder is not None:
            edges[task].append(holder)
    return edges


def _waiters(future, waiting_for):
    """The tasks that wait for `future`, also by way of a future that ends with it."""
    found, to_look_at, seen = [], [future], set()
    while to_look_at:
        each = to_look_at.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        found += waiting_for.get(id(each), ())
        for callback, _ in each._callbacks or ():
            function = naming.function_behind(callback)
            owner = getattr(callback, "__self__", None)
            if isinstance(getattr(owner, "_parent_task", None), asyncio.Task):
                found.append(owner._parent_task)
            cells = getattr(function, "__closure__", None) or ()
            names = function.__code__.co_freevars if cells else ()
            to_look_at += [
                cell.cell_contents
                for name, cell in zip(names, cells)
                if name in ("outer", "waiter") and asyncio.isfuture(cell.cell_contents)
            ]
    return found


def _primitive(task):
    """The lock, queue or the like in whose method the task stands, and that method's name."""
    coroutine = task.get_coro()
    found = None, ""
    while isinstance(coroutine, types.CoroutineType) and coroutine.cr_frame is not None:
        owner = coroutine.cr_frame.f_locals.get("self")
        if isinstance(owner, _PRIMITIVES) and naming.is_asyncio(coroutine.cr_code):
            is_part = found[0] is not None and not isinstance(owner, asyncio.Lock)
            if not is_part:
                found = owner, coroutine.cr_code.co_name
        coroutine = coroutine.cr_await
    return found


def _missing_for(task, edges):
    awaited = task._fut_waiter
    if awaited is None:
        return _ITSELF
    if isinstance(awaited, asyncio.Task):
        return awaited.get_name()
    primitive, method = _primitive(task)
    if isinstance(primitive, asyncio.Lock):
        holders = [other.get_name() for other in edges if other.number == getattr(primitive, "_loopscope_holder", 0)]
        return f"a lock that {holders[0]} holds" if holders else "a lock that was taken and not released"
    if hasattr(primitive, "parties"):
        return f"a barrier at which only {primitive._count} of {primitive.parties} have arrived"
    if primitive is not None:
        kind = next((cls for cls in type(primitive).__mro__ if f"{cls.__name__}.{method}" in _MISSING), None)
        return _MISSING[f"{kind.__name__}.{method}"] if kind else f"{type(primitive).__name__}.{method}()"
    if edges[task]:
        names = [other.get_name() for other in edges[task]]
        return ", ".join(names[:-1]) + (" and " if names[:-1] else "") + names[-1]
    return _RESULT if getattr(awaited, "label", "").startswith("future ") else _OUTSIDE


def _circle(tasks, edges):
    """The first circle, from one of its tasks to the one that waits for that; [] if there is none."""
    finished = set()
    for start in tasks:
        way, places = [(start, iter(edges[start]))], {start: 0}
        while start not in finished and way:
            task, others = way[-1]
            other = next(others, None)
            if other is None:
                finished.add(task)
                way.pop()
                places.pop(task)
            elif other in places:
                return [step for step, _ in way[places[other] :]]
            elif other not in finished:
                places[other] = len(way)
                way.append((other, iter(edges[other])))
    return []
