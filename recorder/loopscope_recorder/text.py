"""Values as text that is the same on every run and every machine: no addresses, ports or folders."""

import errno
import itertools
import os
import re
import reprlib
import sys

LONGEST_REPR = 1000
LONGEST_BYTES = 256
MOST_ARGUMENTS = 4
_ENDS = 100  # letters of a text
_CHOSEN_PORTS = range(32768, 61000)  # by Linux, by default
_PORT_OF_ADDRESS = re.compile(r":(\d{5})(?!\d)", re.ASCII)

_ADDRESS = re.compile(r" at 0x[0-9A-Fa-f]+")
_SCOPE = re.compile(r"(?<=cancel scope )[0-9a-f]{8,}")  # anyio's message of a cancellation
_SOCKET = re.compile(r"<(?:socket\.socket|asyncio\.TransportSocket) [^<>]*>")
_DESCRIPTOR = re.compile(r"\bfd=\d+")
_PORT = re.compile(r"""((?:'[\w.:]+', |\b[\d.]+:|\[[\w:]+\]:|\bport'?[ =:]*))(\d{4,5})\b""")
_REPR_OF_FUTURE = re.compile(r"<(Task|Future|_GatheringFuture)(?= )")


def stable(text, ports=None):
    """`text` without addresses, and with the repr of tasks, futures and sockets cut to `<Task>` and so on.

    `ports` maps the ports that the system chose to others that are the same in every run.
    """
    if " at 0x" in text:
        text = _ADDRESS.sub("", text)
    if "cancel scope " in text:
        text = _SCOPE.sub("…", text)
    text = _with_ports(text, ports)
    if "fd=" in text:
        text = _DESCRIPTOR.sub("fd=…", _SOCKET.sub("<socket>", text))
    start = _REPR_OF_FUTURE.search(text)
    while start:
        text = text[: start.end()] + text[_closing(text, start.start(), start.end()) :]
        start = _REPR_OF_FUTURE.search(text, start.end())
    return text


def _with_ports(text, ports):
    if not ports:
        return text
    return _PORT.sub(lambda match: match[1] + str(ports.get(int(match[2]), match[2])), text)


def _closing(text, start, otherwise):
    """Position of the `>` that closes the `<` at `start`; `otherwise` if there is none: it is no repr."""
    depth = 0
    for i in range(start, len(text)):
        if text[i] == "<":
            depth += 1
        elif text[i] == ">" and text[i - 1] != "-":
            depth -= 1
            if depth == 0:
                return i
    return otherwise


def of_value(value):
    try:
        text = repr(value)
    except Exception as exc:  # the program's __repr__ is broken; that is not our failure
        text = f"<{type(value).__name__}: repr failed with {type(exc).__name__}>"
    return _cut(stable(text))


def of_exception(exc):
    """`Name('text')`; an OSError as `Name(ERRNO)`, because its text names ports and depends on the system."""
    name = type(exc).__name__
    ssl = sys.modules.get("ssl")
    if ssl and isinstance(exc, ssl.SSLError) and len(exc.args) > 1:
        text = re.sub(r" \(_ssl\.c:\d+\)$", "", str(exc.args[1]))  # not where in CPython's source
        return _cut(f"{name}({stable(text)!r})")
    if isinstance(exc, OSError) and isinstance(exc.errno, int):
        return f"{name}({errno.errorcode.get(exc.errno, exc.errno)})"
    if (
        type(exc).__repr__ is BaseException.__repr__
        and exc.args
        and all(type(arg) is str for arg in exc.args)
    ):
        # Made stable before repr() chooses its quotes.
        return _cut(f'{name}({", ".join(repr(stable(arg)) for arg in exc.args)})')
    return of_value(exc)


def of_call(coroutine):
    """`'A', 3`: the arguments of one that has not begun; of anything else nothing."""
    return of_arguments(getattr(coroutine, "cr_frame", None))


def of_arguments(frame):
    """The arguments of a frame that begins, as far as they are text or numbers.

    Long text is cut; a number that may be a port that the system chose is left out, also of an address in a text.
    """
    if frame is None:
        return ""
    code = frame.f_code
    values = [frame.f_locals.get(name) for name in code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]]
    shown = filter(None, map(_argument, values))
    return stable(", ".join(itertools.islice(shown, MOST_ARGUMENTS)))


def _argument(value):
    if type(value) is str:
        if value.startswith(_temporary()):
            return ""  # a name there is chance, mostly
        ends = value if len(value) <= 2 * _ENDS else value[:_ENDS] + value[-_ENDS:]  # the middle is cut anyhow
        return reprlib.repr(_PORT_OF_ADDRESS.sub(_without_chosen, ends))
    if type(value) in (bool, float) or type(value) is int and value not in _CHOSEN_PORTS and abs(value) < 10**100:
        return reprlib.repr(value)
    return ""


def _temporary():
    return (os.environ.get("TMPDIR") or "/tmp", "/tmp")


def _without_chosen(match):
    return ":…" if int(match[1]) in _CHOSEN_PORTS else match[0]


def of_bytes(data, ports=None):
    return _with_ports(repr(bytes(data[:LONGEST_BYTES])), ports)


def _cut(text):
    return text if len(text) <= LONGEST_REPR else text[:LONGEST_REPR] + "…"
