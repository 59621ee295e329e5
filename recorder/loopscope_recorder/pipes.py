"""Pipes between two ends of this process."""

import os

try:
    import fcntl
except ImportError:  # Windows and Pyodide
    fcntl = None

_DESCRIPTORS = "/proc/self/fd"


def is_inside(fd):
    """Whether `fd` is an end of a pipe whose other end is open in this process, too. Linux only; else False."""
    pipe = _pipe(fd)
    if pipe is None:
        return False
    others = (int(name) for name in os.listdir(_DESCRIPTORS))
    return any(_pipe(other) == pipe and _mode(other) != _mode(fd) for other in others)


def _pipe(fd):
    try:
        name = os.readlink(f"{_DESCRIPTORS}/{fd}")
    except OSError:
        return None
    return name if name.startswith("pipe:") else None


def _mode(fd):
    return fcntl.fcntl(fd, fcntl.F_GETFL) & os.O_ACCMODE
