"""Runs a program under the recorder."""

import contextlib
import gc
import sys
import types

from . import __version__, patches, tracing
from .clocks import RealLoop, VirtualLoop, WaitsForEver
from .frames import Frames
from .network import Network
from .observer import Observer
from .output import Output
from .recording import Recording
from .references import References


class Outcome:
    """How the program ended: `error` is its uncaught exception, `waits` that it would wait for ever."""

    def __init__(self, error=None, waits=False):
        self.error = error
        self.waits = waits


def record(program, listeners=(), real_time=False, arguments=(), output=None):
    """Runs `program` (a program.Program) once, and tells `listeners`."""
    recording = Recording(
        program.name, program.parameters(), "real" if real_time else "virtual", __version__, listeners
    )
    observer = Observer(recording, program)
    observer.frames = Frames(observer)
    if program.imports_gc():
        observer.references = References(observer)
    network = Network(program.ports, fixed=not real_time)
    loop_class = RealLoop if real_time else VirtualLoop
    stdout = Output(observer, output)
    with patches.installed(
        lambda: loop_class(observer, network), observer, network
    ), _no_surprising_collections(real_time):
        with tracing.following(observer.frames):
            outcome = _run(program, stdout, arguments)
        stdout.finish()
        gc.collect()
    recording.close()
    return outcome


def _run(program, stdout, arguments):
    module = types.ModuleType("__main__")
    module.__file__ = program.path
    saved = sys.argv, sys.path[:], sys.modules["__main__"]
    sys.argv = [program.path, *arguments]
    sys.path.insert(0, program.folder)
    sys.modules["__main__"] = module
    try:
        with contextlib.redirect_stdout(stdout):
            exec(program.code(), module.__dict__)
    except WaitsForEver:
        return Outcome(waits=True)
    except SystemExit as exc:
        return Outcome(error=exc if exc.code not in (None, 0) else None)
    except BaseException as exc:
        return Outcome(error=exc)
    finally:
        sys.argv, sys.path[:], sys.modules["__main__"] = saved
    return Outcome()


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
