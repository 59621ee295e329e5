"""Values as text that is the same on every run and every machine: no addresses, ports or folders."""

import errno
import re

LONGEST_REPR = 1000
LONGEST_BYTES = 256

_ADDRESS = re.compile(r' at 0x[0-9A-Fa-f]+')
_REPR_OF_FUTURE = re.compile(r'<(Task|Future|_GatheringFuture)(?= )')


def stable(text):
    """`text` without addresses, and with the repr of tasks and futures cut to `<Task>`."""
    if ' at 0x' in text:
        text = _ADDRESS.sub('', text)
    start = _REPR_OF_FUTURE.search(text)
    while start:
        text = text[:start.end()] + text[_closing(text, start.start()):]
        start = _REPR_OF_FUTURE.search(text, start.end())
    return text


def _closing(text, start):
    """Position of the `>` that closes the `<` at `start`."""
    depth = 0
    for i in range(start, len(text)):
        if text[i] == '<':
            depth += 1
        elif text[i] == '>' and text[i - 1] != '-':
            depth -= 1
            if depth == 0:
                return i
    return len(text)


def of_value(value):
    try:
        text = repr(value)
    except Exception as exc:  # the program's __repr__ is broken; that is not our failure
        text = f'<{type(value).__name__}: repr failed with {type(exc).__name__}>'
    return _cut(stable(text))


def of_exception(exc):
    """`Name('text')`; an OSError as `Name(ERRNO)`, because its text names ports and depends on the system."""
    name = type(exc).__name__
    if isinstance(exc, OSError) and isinstance(exc.errno, int):
        return f'{name}({errno.errorcode.get(exc.errno, exc.errno)})'
    if type(exc).__repr__ is BaseException.__repr__ and exc.args and all(type(arg) is str for arg in exc.args):
        # Made stable before repr() chooses its quotes.
        return _cut(f'{name}({", ".join(repr(stable(arg)) for arg in exc.args)})')
    return of_value(exc)


def of_bytes(data):
    return repr(bytes(data[:LONGEST_BYTES]))


def _cut(text):
    return text if len(text) <= LONGEST_REPR else text[:LONGEST_REPR] + '…'
