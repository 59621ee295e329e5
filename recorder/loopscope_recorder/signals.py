"""Signals that end the program, and what becomes of its recording."""

import _thread
import functools
import os
import signal
import threading
import time

AT_ONCE = 0.3  # seconds: nobody presses Ctrl+C twice within them
A_MOMENT = 0.001  # seconds: a line is written by then

_monotonic, _sleep = time.monotonic, time.sleep  # the program's may tell another time


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


def _signal_again(number):
    def send():
        _sleep(A_MOMENT)
        os.kill(os.getpid(), number)

    _thread.start_new_thread(send, ())


def as_one_interrupt(on_sigint, recording):
    """Decorates asyncio.Runner's handler, which takes a second SIGINT for impatience.

    One that goes to the whole process group (timeout -s INT) comes twice: `loopscope record` passes it on, too. And it
    waits for `recording`: what it records in the middle of a line would be lost, or the line.
    """

    @functools.wraps(on_sigint)
    def handle(self, *args, **more):
        if recording.is_writing():
            return _signal_again(signal.SIGINT)
        now = _monotonic()
        before, self._loopscope_interrupted = getattr(self, "_loopscope_interrupted", None), now
        if before is None or now - before > AT_ONCE:
            on_sigint(self, *args, **more)

    return handle
