"""The command line: python3 -m loopscope_recorder PROGRAM.py [OPTION]... [-- ARGS...]"""

import _thread
import argparse
import contextlib
import fcntl
import os
import sys
import time
import traceback

from . import forks
from .program import Program, ProgramError, parse_setting
from .recording import Writer
from .run import Outcome, record
from .signals import close_at_sigterm
from .step_log import StepLog
from .verdict import SERVER_WAITS

FORMATS = ("recording", "steps", "text")
PATIENCE = 2  # seconds for a program to end once its recording has

_pause = time.sleep  # the program's time.sleep() may be another one


def main(argv):
    options, arguments = _parse(argv)
    try:
        program = Program.of_module(options.program) if options.module else Program(options.program)
        for setting in options.set:
            program.override(*parse_setting(setting))
    except ProgramError as exc:
        return _fail(str(exc))
    try:
        return _record(program, options, arguments)
    except KeyboardInterrupt as exc:  # while we waited for the threads of the program
        return _report(Outcome(error=exc), program)
    except OSError as exc:
        return _fail(f"{options.output or 'the standard output'}: {exc.strerror}")


def _parse(argv):
    arguments = []
    if "--" in argv:
        split = argv.index("--")
        argv, arguments = argv[:split], argv[split + 1 :]
    parser = argparse.ArgumentParser(
        prog="loopscope_recorder", description="Records what an asyncio program does."
    )
    parser.add_argument("program", metavar="PROGRAM.py")
    parser.add_argument(
        "-m", dest="module", action="store_true", help="PROGRAM is the name of a module, as for python -m"
    )
    parser.add_argument(
        "--set",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="run with another value of the constant NAME of the program",
    )
    parser.add_argument("--format", choices=FORMATS, default="recording")
    parser.add_argument("-o", "--output", metavar="FILE", help="where to (default: standard output)")
    parser.add_argument("--real-time", action="store_true", help="wait for real; default: the clock jumps")
    return parser.parse_args(argv), arguments


def _record(program, options, arguments):
    stdout = sys.stdout
    with contextlib.ExitStack() as stack:
        file = stdout
        if options.output:
            file = stack.enter_context(open(options.output, "w", encoding="utf-8", newline="\n", buffering=1))
            _claim(file)
        listeners = []
        # With -o the program's own output still appears; else standard output is for what was asked for.
        output = stdout if options.output else None
        if options.output or options.format != "text":
            stack.enter_context(forks.kept_apart((), lambda: _let_go(file)))
        if options.format == "recording":
            listeners.append(Writer(file))
        elif options.format == "steps":
            listeners.append(StepLog(lambda line: file.write(line + "\n")))
        else:
            output = _Both(stdout, file) if options.output else stdout
        listeners.append(orders := _LastOrders(stdout, file))
        outcome = record(
            program, listeners, options.real_time, arguments, output, close_at_sigterm, is_last=True
        )
        orders.is_reported = True
        return _report(outcome, program)


def _claim(file):
    """Lets others see that the recording still grows, until the file is closed or the process is gone."""
    with contextlib.suppress(OSError):
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _let_go(file):
    """In a copy of the process: what it has in its buffer is the original's to write, and the claim is the original's."""
    with contextlib.suppress(OSError, ValueError):  # it is closed
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, file.fileno())
        os.close(nowhere)


class _LastOrders:
    """Ends the process if the program cannot be ended: one that waits for ever may swallow that it is cancelled, or have
    a thread that waits, too."""

    def __init__(self, *files):
        self.is_reported = False
        self._files = files
        self._outcome = Outcome()

    def event(self, kind, a, b, text, *rest):
        if kind == "warning" and text.startswith("waits for ever"):
            self._outcome.waits = True
            self._outcome.listens = text.endswith(SERVER_WAITS)

    def define(self, definition):
        pass

    def end(self, count):
        if self._outcome.waits:
            _thread.start_new_thread(self._end_it, ())

    def _end_it(self):
        _pause(PATIENCE)
        if not self.is_reported:
            _report(self._outcome, None)
        for file in (*self._files, sys.stderr):
            with contextlib.suppress(OSError, ValueError):  # it is closed
                file.flush()
        os._exit(0)


class _Both:
    def __init__(self, *files):
        self._files = files

    def write(self, text):
        for file in self._files:
            file.write(text)

    def flush(self):
        for file in self._files:
            file.flush()

    def __getattr__(self, name):
        return getattr(self._files[0], name)


def _report(outcome, program):
    for loop in outcome.replaced:
        print(f"loopscope_recorder: asyncio's own loop ran in place of {loop}, which cannot be recorded", file=sys.stderr)
    for sentence in outcome.unseen:
        print(f"loopscope_recorder: {sentence}", file=sys.stderr)
    if outcome.unseen:
        print("loopscope_recorder: on the virtual clock that takes no time; --real-time shows it", file=sys.stderr)
    if outcome.waits:
        needs = ": a server that is to have clients from outside needs --real-time" if outcome.listens else ""
        print(f"loopscope_recorder: the program waits for ever; the recording ends there{needs}", file=sys.stderr)
        return 0
    for loop in outcome.unrecorded:
        print(f"loopscope_recorder: nothing is recorded of {loop}", file=sys.stderr)
    if outcome.error is None:
        return 0
    if isinstance(outcome.error, SystemExit):
        return _exit_code(outcome.error.code, program)
    if isinstance(outcome.error, KeyboardInterrupt):
        return _fail(f"{program.shown_path} was interrupted")
    if not outcome.is_told:
        _print_traceback(outcome.error)
    last = traceback.format_exception_only(outcome.error)[-1].strip()
    return _fail(f"{_place(outcome.error, program)}: {last}")


def _exit_code(given, program):
    """The program's; 1 is ours, too, and needs a word."""
    if not isinstance(given, int):
        print(given, file=sys.stderr)
    code = int(given) & 0xFF if isinstance(given, int) else 1
    return _fail(f"{program.shown_path} ended with exit code 1") if code == 1 else code


def _print_traceback(error):
    shown = traceback.TracebackException.from_exception(error)
    _leave_us_out(shown)
    print("".join(shown.format()), end="", file=sys.stderr)


def _leave_us_out(shown):
    if shown is None:
        return
    own = os.path.dirname(os.path.abspath(__file__)) + os.sep
    shown.stack = traceback.StackSummary.from_list(
        [frame for frame in shown.stack if not frame.filename.startswith(own)]
    )
    for other in (shown.__cause__, shown.__context__, *(getattr(shown, "exceptions", None) or ())):
        _leave_us_out(other)


def _place(error, program):
    own = [(frame.f_code, line) for frame, line in traceback.walk_tb(error.__traceback__) if program.owns(frame.f_code)]
    return f"{program.shown(own[-1][0].co_filename)}, line {own[-1][1]}" if own else program.shown_path


def _fail(message):
    print(f"loopscope_recorder: {message}", file=sys.stderr)
    return 1
