"""Who holds which task: what the variables of its program's coroutines hold, and what a collection takes.

Only for programs that import gc: the others cannot choose the moment of a collection, and under the virtual clock have
none.
"""

import asyncio
import collections
import functools
import gc

from . import chain

CONTAINERS = list, tuple, set, frozenset, collections.deque


class References:
    def __init__(self, observer):
        self._observer = observer
        self._told = {}  # task number -> numbers of the futures that its coroutines are known to hold

    def install(self, replace):
        """Makes gc.collect() report; `replace(owner, name, value)` undoes it in the end."""
        collect, observer = gc.collect, self._observer

        @functools.wraps(collect)
        def reporting_collect(*generation):
            if asyncio._get_running_loop() is None:
                return collect(*generation)
            observer.emit("collect", observer.current(), loc=observer.here())
            before = observer.destroyed
            found = collect(*generation)
            observer.emit("collect.end", value=observer.destroyed - before)
            return found

        replace(gc, "collect", reporting_collect)

    def suspended(self, task, awaited):
        """Reports what changed in the variables of a task's coroutines."""
        self._report(task, self._held_by(task, awaited))

    def ended(self, task):
        self._report(task, set())

    def _report(self, task, now):
        told = self._told.pop(task.number, set())
        for number in sorted(told - now):
            self._observer.emit("unlink", task.number, number, "frame")
        for number in sorted(now - told):
            self._observer.emit("link", task.number, number, "frame")
        if now:
            self._told[task.number] = now

    def _held_by(self, task, awaited):
        found = set()
        for level in chain.levels_of(task.coroutine):
            # asyncio's own coroutines hold for the sake of waiting; `await` says so.
            known = {task, None} if self._observer.program.owns(chain.code_of(level)) else {task, awaited}
            # The collector's own view: asking a frame for its variables would make it hold them.
            for held in gc.get_referents(level):
                for each in held if isinstance(held, CONTAINERS) else (held,):
                    if isinstance(each, asyncio.Future) and getattr(each, "observer", None) and each not in known:
                        found.add(each.number)
        return found - {0}
