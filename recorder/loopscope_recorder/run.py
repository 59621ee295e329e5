"""Runs a program under the recorder."""

import asyncio
import contextlib
import gc
import sys
import traceback
import types
import weakref

from . import __version__, forks, naming, patches, tracing
from .clocks import OtherLoop, RealLoop, VirtualLoop
from .frames import Frames
from .network import Network
from .observer import Observer
from .output import Output
from .recording import Recording
from .references import References
from .unsafe import UnsafeCalls
from .waits import wait_for_all_threads


class Outcome:
    """How the program ended: `error` is its uncaught exception (`is_told` by its own hook), `waits` that it would wait for ever
    (`listens`: as a server, for clients), `unrecorded` says of which loops nothing is recorded, `replaced` which
    were not taken as they are, `unseen` what took
    long although it has no time on the clock."""

    def __init__(self, error=None, waits=False):
        self.error = error
        self.is_told = False
        self.waits = waits
        self.listens = False
        self.unrecorded = []
        self.replaced = []
        self.unseen = []


def record(program, listeners=(), real_time=False, arguments=(), output=None, at_begin=None, is_last=False):
    """Runs `program` (a program.Program) once, and tells `listeners`; `at_begin` is called with the Recording.

    With `is_last` it stays what Python takes it for, its main program, for what it does when Python ends.
    """
    recording = Recording(
        program.name, program.parameters(), "real" if real_time else "virtual", __version__, listeners
    )
    observer = Observer(recording, program, virtual=not real_time)
    observer.frames = Frames(observer)
    _measure_cost(observer)
    if program.imports_gc():
        observer.references = References(observer)
    network = Network(program.ports, fixed=not real_time)
    if real_time:
        recording.listeners.append(UnsafeCalls(observer, network))
    loop_class = _loop_class(RealLoop if real_time else VirtualLoop, observer, network)
    recording.is_elsewhere = _runs_other_loop
    if at_begin:
        at_begin(recording)
    stdout = Output(observer, output)
    parting = recording.leave_to_the_original, observer.clock.be_real, observer.frames.stop
    try:
        with forks.kept_apart((stdout.lock, recording.lock), *parting), patches.installed(
            loop_class, observer, network
        ), _no_surprising_collections(real_time):
            with tracing.following(observer.frames):
                outcome = _run(program, stdout, observer, arguments, is_last)
            stdout.finish()
            gc.collect()
    finally:  # of an impatient Ctrl+C, too
        recording.close()
    outcome.listens = outcome.waits and observer.listens
    outcome.unrecorded = [] if recording.is_a_copys else sorted(observer.unrecorded_loops)
    outcome.replaced = sorted(observer.replaced_loops)
    outcome.unseen = observer.unseen.sentences() if observer.unseen else []
    return outcome


def _loop_class(base, observer, network):
    """Asyncio's own loop class for this program, which may make loops, ask whether one is one, and derive from it."""

    @naming.as_asyncios
    class Loop(base):
        def __init__(self, selector=None):
            super().__init__(observer, network, selector)
            made.add(self)

        @classmethod
        def make(cls):
            """A loop for this thread: not a recorded one while such a one runs in another, or in a copy of the process."""
            if observer.recording.is_a_copys:
                return OtherLoop()
            if asyncio._get_running_loop() is not None or not any(loop.is_running() for loop in made):
                return cls()
            return OtherLoop()

    made = weakref.WeakSet()
    return Loop


def _measure_cost(observer):
    """What calls nothing of the program, and is called while a step of it runs."""
    observer.cost.replace(observer.recording, "emit", "new")
    observer.emit = observer.recording.emit
    observer.cost.replace(
        observer, "make_task", "callback_added", "new_gather", "here", "number", "new_future", "callback_object", "step_begins", "step_suspends", "step_ends"
    )
    observer.cost.replace(observer, "value", "exception", "cancel_begins", "resolved", "printed")
    observer.cost.replace(observer.frames, "began", "asked", "left", "raised")


def _runs_other_loop():
    return isinstance(asyncio._get_running_loop(), OtherLoop)


def _run(program, stdout, observer, arguments, is_last):
    module = types.ModuleType("__main__")
    module.__file__ = program.path
    if program.package:
        module.__package__ = program.package
    saved = sys.argv, sys.path[:], sys.modules["__main__"]
    sys.argv = [program.path, *arguments]
    sys.path[:0] = program.search_path
    sys.modules["__main__"] = module
    try:
        with contextlib.redirect_stdout(stdout):
            outcome = _execute(program, module, observer)
            if not outcome.waits:
                wait_for_all_threads()
    finally:
        if not is_last:
            sys.argv, sys.path[:], sys.modules["__main__"] = saved
    return outcome


def _execute(program, module, observer):
    outcome = _run_to_its_end(program, module)
    # After that verdict it is on its way out, whatever it does there.
    return Outcome(waits=True) if observer.stopped else outcome


def _run_to_its_end(program, module):
    try:
        exec(program.code(), module.__dict__)
    except SystemExit as exc:
        return Outcome(error=exc if exc.code not in (None, 0) else None)
    except BaseException as exc:
        outcome = Outcome(error=exc)
        outcome.is_told = sys.excepthook is not sys.__excepthook__ and _is_told_by_hook(exc)
        return outcome
    return Outcome()


def _is_told_by_hook(exc):
    """Calls the program's own sys.excepthook."""
    try:
        sys.excepthook(type(exc), exc, exc.__traceback__.tb_next)  # without our frame
        return True
    except BaseException:
        print("Error in sys.excepthook:", file=sys.stderr)
        traceback.print_exc()
        return False


@contextlib.contextmanager
def _no_surprising_collections(real_time):
    """Under the virtual clock the collector runs only when the program asks: it has moments of its own."""
    enabled = gc.isenabled()
    if not real_time:
        gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
