"""Signals that end the program, and what becomes of its recording."""

import _thread
import asyncio
import contextlib
import functools
import os
import signal
import threading
import time

AT_ONCE = 0.3  # seconds: nobody presses Ctrl+C twice within them
A_MOMENT = 0.001  # seconds: a line is written by then

_monotonic, _sleep, _kill = time.monotonic, time.sleep, os.kill  # the program's may be others


def close_at_sigterm(recording):
    """SIGTERM ends the program at once, as it ends every Python program that does not handle it; before, `recording`
    is closed."""
    if (
        threading.current_thread() is not threading.main_thread()
        or not hasattr(signal, "SIGTERM")
        or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL
    ):
        return
    process = os.getpid()

    def close():
        recording.close()
        os.kill(process, signal.SIGTERM)

    def terminated(number, frame):
        if recording.open and os.getpid() == process:  # no copy of it that was forked
            # The line that is being written is written first. A second signal meanwhile changes nothing.
            _thread.start_new_thread(close, ())
        else:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            os.kill(os.getpid(), signal.SIGTERM)

    signal.signal(signal.SIGTERM, terminated)


class Interrupts:
    """SIGINT while `recording` is written.

    It waits for the line that is being written: what it raises there would tear that line, or lose it. And one that goes
    to the whole process group (timeout -s INT) comes twice, as `loopscope record` passes it on, too: the second is no
    impatience, as long as the program does not send it itself.
    """

    def __init__(self, recording):
        self._recording = recording
        self._is_own = False  # did the program send it?
        self._last = None  # seconds: when one came to a Runner

    @contextlib.contextmanager
    def handled(self, replace):
        """Within this context the handler that Python begins with is ours, and so is what Runner makes of SIGINT."""
        default = signal.default_int_handler
        ours = self._decorated(default)
        replace(signal, "default_int_handler", ours)  # Runner compares with it, and sets it again
        self._replace_senders(replace)
        if hasattr(asyncio, "Runner"):
            replace(asyncio.Runner, "_on_sigint", self._of_runner(asyncio.Runner._on_sigint))
        _exchange(default, ours)
        try:
            yield
        finally:
            _exchange(ours, default)

    def _decorated(self, default):
        @functools.wraps(default)
        def handle(number, frame):
            if self._is_taken():
                default(number, frame)

        return handle

    def _of_runner(self, on_sigint):
        @functools.wraps(on_sigint)
        def handle(runner, *args, **more):
            if self._is_taken():
                self._last = _monotonic()
                on_sigint(runner, *args, **more)

        return handle

    def _is_taken(self):
        """Does the one that comes now count?"""
        if self._recording.is_writing():
            _thread.start_new_thread(_signal_again, ())
            return False
        own, self._is_own = self._is_own, False
        return own or self._last is None or _monotonic() - self._last > AT_ONCE

    def _replace_senders(self, replace):
        def noting(send, is_to_us):
            @functools.wraps(send)
            def note(*args):
                if args and args[-1] == signal.SIGINT and is_to_us(args):
                    self._is_own = True
                return send(*args)

            return note

        replace(os, "kill", noting(os.kill, lambda args: args[0] in (0, os.getpid())))
        replace(signal, "raise_signal", noting(signal.raise_signal, lambda args: True))


def _signal_again():
    _sleep(A_MOMENT)
    _kill(os.getpid(), signal.SIGINT)


def _exchange(old, new):
    if threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGINT) is old:
        signal.signal(signal.SIGINT, new)
