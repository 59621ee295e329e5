"""Copies of this process that the program forks: they go on as without the recorder, and write nothing into the recording."""

import contextlib
import os

from . import threads

_held = []  # what is taken before a fork, so that no other thread has it when the copy begins
_parting = []  # what the copy does first


@contextlib.contextmanager
def kept_apart(locks, *parting):
    """Within this context a copy finds `locks` free, and calls `parting`."""
    _held.extend(locks)
    _parting.extend(parting)
    try:
        yield
    finally:
        for each in locks:
            _held.remove(each)
        for each in parting:
            _parting.remove(each)


def _take():
    for lock in _held:
        lock.acquire()


def _leave():
    for lock in reversed(_held):
        lock.release()


def _part():
    _leave()
    threads.forget()
    for each in _parting:
        each()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_take, after_in_parent=_leave, after_in_child=_part)
