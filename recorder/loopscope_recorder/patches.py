"""Puts the reporting loop, tasks and futures in asyncio's place while the program runs."""

import asyncio
import contextlib
import functools
import os
import socket
import sys
import time
import types
import warnings
import weakref

from . import datagrams, debug, futures, naming, network, sendfile, signals, streams, waits
from .clocks import OtherLoop
from .kinds import Kind
from .primitives import Primitives
from .program_clock import replace_clocks

_MISSING = object()


class OrderedSet(set):
    """A set of futures that iterates in order of creation, where a plain one would iterate by hash."""

    def __iter__(self):
        return iter(sorted(super().__iter__(), key=lambda future: getattr(future, "number", 0)))

    def pop(self):
        for first in self:
            self.remove(first)
            return first
        return super().pop()  # it raises

    def __repr__(self):
        return f"{{{', '.join(map(repr, self))}}}" if self else "set()"


class _ClientsInOrder(weakref.WeakKeyDictionary):
    """A server's transports, which close_clients() would go through by hash, in the order in which they came."""

    def add(self, transport):
        self[transport] = None

    def discard(self, transport):
        self.pop(transport, None)


@contextlib.contextmanager
def installed(loop_class, observer, net):
    """Within this context, asyncio.run() and everything else that makes a loop makes a `loop_class`."""
    saved = []

    def replace(owner, name, value):
        if hasattr(owner, name) or isinstance(value, property):
            saved.append((owner, name, vars(owner).get(name, _MISSING)))
            if isinstance(owner, type) and isinstance(value, types.FunctionType):
                vars(value).pop("__wrapped__", None)  # else the handle of a bound method shows a place in asyncio
            setattr(owner, name, value)

    _replace_loops(replace, loop_class, observer)
    if hasattr(asyncio, "Runner"):
        _replace_runner(replace, loop_class, observer)
    _replace_classes(replace, observer)
    _replace_sets(replace)
    debug.replace_stacks(replace)
    _replace_task_groups(replace, observer)
    _replace_timeouts(replace, observer)
    _replace_warnings(replace, observer)
    _replace_sockets(replace, observer, net)
    _replace_subprocesses(replace, observer)
    _replace_waits(replace, observer)
    if loop_class.clock == "virtual":
        replace_clocks(replace, observer.clock)
    Primitives(observer).install(replace)
    if observer.references:
        observer.references.install(replace)
    host = asyncio._get_running_loop()  # Pyodide and notebooks run us inside a loop of their own
    asyncio._set_running_loop(None)
    try:
        with signals.Interrupts(observer.recording).handled(replace):
            yield
    finally:
        asyncio._set_running_loop(host)
        for owner, name, value in reversed(saved):
            if value is _MISSING:
                delattr(owner, name)
            else:
                setattr(owner, name, value)


def _replace_loops(replace, loop_class, observer):
    hosts = asyncio.events._event_loop_policy

    def new_event_loop():
        policy = asyncio.events._event_loop_policy
        if policy is hosts:  # none, or that of Pyodide, whose loops are not asyncio's
            return loop_class.make()
        return _recorded(policy.new_event_loop(), loop_class, observer)

    for module in asyncio, asyncio.events:
        replace(module, "new_event_loop", new_event_loop)
    for name in "SelectorEventLoop", "EventLoop":
        replace(asyncio, name, loop_class)
    if hasattr(asyncio, "unix_events"):  # some derive from it by its own name
        replace(asyncio.unix_events, "_UnixSelectorEventLoop", loop_class)
    # uvloop.install() is a policy, too. The name has an underscore from 3.14 on.
    for name in "BaseDefaultEventLoopPolicy", "_BaseDefaultEventLoopPolicy":
        if policy := getattr(asyncio.events, name, None):
            replace(policy, "new_event_loop", lambda self: loop_class.make())
    # A host with a loop of its own (Pyodide) replaces run().
    replace(asyncio, "run", asyncio.runners.run)


def _replace_runner(replace, loop_class, observer):
    """A loop that is not asyncio's (uvloop.run()) would not be recorded: asyncio's takes its place."""
    init = asyncio.Runner.__init__

    @functools.wraps(init)
    def init_with_own_loops(self, *, debug=None, loop_factory=None):
        factory = loop_factory and (lambda: _recorded(loop_factory(), loop_class, observer))
        init(self, debug=debug, loop_factory=factory)

    replace(asyncio.Runner, "__init__", init_with_own_loops)


def _recorded(loop, loop_class, observer):
    if isinstance(loop, (loop_class, OtherLoop)):
        return loop
    if type(loop).__module__ != "uvloop":  # whose place asyncio's takes well
        observer.replaced_loops.add(f"{type(loop).__module__}.{type(loop).__qualname__}")
    loop.close()
    return loop_class.make()


def _replace_classes(replace, observer):
    replace(futures.Task, "unrecorded_loops", observer.unrecorded_loops)
    replace(futures.Task, "next_number", staticmethod(observer.next_task_number))
    for module in asyncio, asyncio.tasks:
        replace(module, "Task", futures.Task)
    for module in asyncio, asyncio.futures:
        replace(module, "Future", futures.Future)
    replace(asyncio.tasks, "_GatheringFuture", futures._GatheringFuture)
    if hasattr(asyncio, "create_eager_task_factory"):
        eager = asyncio.create_eager_task_factory(futures.Task)
        for module in asyncio, asyncio.tasks:
            replace(module, "eager_task_factory", eager)


def _replace_sets(replace):
    """Where asyncio iterates over a set of tasks, or hands one out, the order is that of creation."""
    all_tasks, wait, as_completed = asyncio.tasks.all_tasks, asyncio.tasks.wait, asyncio.tasks.as_completed

    @functools.wraps(all_tasks)
    def ordered_all_tasks(loop=None):
        return OrderedSet(all_tasks(loop))

    @functools.wraps(wait)
    async def ordered_wait(fs, **options):
        done, pending = await wait(fs, **options)
        return OrderedSet(done), OrderedSet(pending)

    @functools.wraps(as_completed)
    def ordered_as_completed(fs, **options):
        return as_completed(_tasks_in_order(fs), **options)

    @functools.wraps(as_completed)
    def lazily_ordered_as_completed(
        fs, **options
    ):  # up to 3.12 it is a generator, and makes its tasks when it starts
        yield from as_completed(_tasks_in_order(fs), **options)

    server_init = asyncio.base_events.Server.__init__

    @functools.wraps(server_init)
    def init_with_clients_in_order(self, *args, **options):
        server_init(self, *args, **options)
        if hasattr(self, "_clients"):  # 3.13+
            self._clients = _ClientsInOrder()

    replace(asyncio.base_events.Server, "__init__", init_with_clients_in_order)
    if hasattr(asyncio.tasks, "_AsCompletedIterator"):  # 3.13+
        replace(asyncio.tasks, "_AsCompletedIterator", _ordered_as_completed_iterator())
    for module in asyncio, asyncio.tasks:
        replace(module, "all_tasks", ordered_all_tasks)
        replace(module, "wait", ordered_wait)
        replace(
            module,
            "as_completed",
            ordered_as_completed if sys.version_info >= (3, 13) else lazily_ordered_as_completed,
        )


def _ordered_as_completed_iterator():
    @naming.as_asyncios
    class OrderedAsCompletedIterator(asyncio.tasks._AsCompletedIterator):
        """Watches the futures in order of creation: in that order it finds those that are done already."""

        def __init__(self, aws, timeout):
            super().__init__((), None)
            self._todo = OrderedSet(aws)  # futures, see _tasks_in_order()
            self._todo_left = len(self._todo)
            for future in self._todo:
                future.add_done_callback(self._handle_completion)
                if hasattr(self, "_cur_task"):  # later releases of 3.14
                    asyncio.futures.future_add_to_awaited_by(future, self._cur_task)
            if self._todo and timeout is not None:
                loop = asyncio.get_running_loop()
                self._timeout_handle = loop.call_later(timeout, self._handle_timeout)

    return OrderedAsCompletedIterator


def _replace_task_groups(replace, observer):
    """A group cancels its tasks in order of creation, and reports whose block it is and which tasks it has."""
    if not hasattr(asyncio, "TaskGroup"):
        return
    group = asyncio.TaskGroup
    init, enter, create_task, task_done = group.__init__, group.__aenter__, group.create_task, group._on_task_done

    @functools.wraps(init)
    def ordered_init(self):
        init(self)
        self._tasks = OrderedSet()

    @functools.wraps(enter)
    async def reporting_enter(self):
        entered = await enter(self)
        parent = self._parent_task.number
        if sys.version_info < (3, 13):
            self._parent_task.counts_requests = False
        if not parent:  # of a loop that is not recorded
            return entered
        observer.emit("link", observer.number(self, Kind.TASK_GROUP, "TaskGroup", parent), parent, "parent")
        return entered

    @functools.wraps(create_task)
    def reporting_create_task(self, coro, **options):
        task = create_task(self, coro, **options)
        if task.number:
            observer.emit("link", self._loopscope_number, task.number, "child")
        return task

    @functools.wraps(task_done)
    def reporting_task_done(self, task):
        if task.number:
            observer.emit("unlink", self._loopscope_number, task.number)
        task_done(self, task)

    replace(group, "__init__", ordered_init)
    replace(group, "__aenter__", reporting_enter)
    replace(group, "create_task", reporting_create_task)
    replace(group, "_on_task_done", reporting_task_done)


def _tasks_in_order(fs):
    if asyncio.isfuture(fs) or asyncio.iscoroutine(fs):
        return fs  # as_completed() complains
    loop = asyncio.get_event_loop()
    return [asyncio.ensure_future(f, loop=loop) for f in dict.fromkeys(fs)]


def _replace_timeouts(replace, observer):
    """wait_for() is such a block, too, from 3.12 on."""
    timeouts = getattr(asyncio, "timeouts", None)  # 3.11+
    if not timeouts:
        return
    leave = timeouts.Timeout.__aexit__

    @functools.wraps(leave)
    def leave_and_tell(self, exc_type, exc_value, traceback):
        if exc_type is None and self._state is timeouts._State.EXPIRING:
            observer.warn(
                "swallowed cancellation",
                self._task.number,
                "CancelledError did not come out of the block whose time ran out, so there is no TimeoutError",
            )
        return leave(self, exc_type, exc_value, traceback)

    replace(timeouts.Timeout, "__aexit__", leave_and_tell)


def _replace_warnings(replace, observer):
    original = getattr(warnings, "_warn_unawaited_coroutine", None)

    def warn_unawaited_coroutine(coroutine):
        name = getattr(coroutine, "__qualname__", type(coroutine).__name__)
        observer.warn(
            "never awaited",
            0,
            f"coroutine {name}() was called but never awaited, so its body never ran",
            observer.here(),
        )
        warn = warnings.warn

        def warn_of_program(message, category=None, stacklevel=1, source=None):
            warn(message, category, stacklevel + 2, source)  # not of this function's line

        warnings.warn = warn_of_program
        try:
            original(coroutine)
        finally:
            warnings.warn = warn

    if original:
        replace(warnings, "_warn_unawaited_coroutine", warn_unawaited_coroutine)


def _replace_sockets(replace, observer, net):
    for name, method in streams.wrapped_reader_methods(observer).items():
        replace(asyncio.StreamReader, name, method)
    replace(asyncio.selector_events, "_SelectorSocketTransport", streams.Transport)
    replace(asyncio.selector_events, "_SelectorDatagramTransport", datagrams.DatagramTransport)
    for name, method in streams.wrapped_tls_methods().items():
        replace(asyncio.sslproto._SSLProtocolTransport, name, method)
    for name, method in network.wrapped_methods(net).items():
        replace(socket.socket, name, method)
    if hasattr(os, "sendfile"):  # not everywhere
        replace(os, "sendfile", sendfile.wrapped(net))


def _replace_subprocesses(replace, observer):
    """A child process shows from its start to its end."""
    transport = getattr(getattr(asyncio, "unix_events", None), "_UnixSubprocessTransport", None)
    if transport is None:
        return
    start, exited = transport._start, transport._process_exited

    @functools.wraps(start)
    def reporting_start(self, args, **options):
        start(self, args=args, **options)
        program = args if isinstance(args, (str, bytes)) else args[0]
        observer.number(self, Kind.PROCESS, os.fsdecode(program), internal=False)

    @functools.wraps(exited)
    def reporting_exited(self, returncode):
        observer.emit("process.exit", self._loopscope_number, value=returncode)
        exited(self, returncode)

    replace(transport, "_start", reporting_start)
    replace(transport, "_process_exited", reporting_exited)
    _replace_child_watcher(replace)


def _replace_child_watcher(replace):
    """Python 3.10 and 3.11 have a thread wait for each child; later ones a descriptor, where the kernel has such."""
    policy = getattr(asyncio.unix_events, "_UnixDefaultEventLoopPolicy", None)
    if sys.version_info >= (3, 12) or policy is None:
        return
    try:
        os.close(os.pidfd_open(os.getpid()))
    except (AttributeError, OSError):
        return

    class Watcher(asyncio.unix_events.PidfdChildWatcher):
        """Of whichever loop runs, as later ones are."""

        def is_active(self):
            return True

        def add_child_handler(self, pid, callback, *args):
            self._loop = asyncio.get_running_loop()
            super().add_child_handler(pid, callback, *args)

    def init_watcher(self):
        self._watcher = self._watcher or Watcher()

    replace(policy, "_init_watcher", init_watcher)


def _replace_waits(replace, observer):
    """What blocks a thread: a virtual clock goes on by it, the real one has gone on."""
    sleep = time.sleep

    @functools.wraps(sleep)
    def noted_sleep(seconds):
        if seconds < 0 or waits.wait_virtually(asyncio._get_running_loop(), None, seconds) is None:
            sleep(seconds)
            observer.note_blocked()

    replace(time, "sleep", noted_sleep)
    waits.replace_waits(replace, asyncio._get_running_loop)
