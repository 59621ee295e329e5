"""The program's standard output while it is recorded."""

import codecs
import io
import threading

from .kinds import GOES_ON


class Output(io.TextIOBase):
    """Each line becomes an event, or each flushed piece of one; `also` (a text file or None) gets the text unchanged.

    What a program asks or tells it besides is for that file: whether it is a terminal, its encoding, its buffering.
    """

    encoding = property(lambda self: getattr(self._also, "encoding", None) or "utf-8")
    errors = property(lambda self: getattr(self._also, "errors", None) or "strict")
    newlines = property(lambda self: getattr(self._also, "newlines", None))

    def __init__(self, observer, also):
        self._observer = observer
        self._also = also
        self._line = ""
        self.lock = threading.RLock()  # what two threads print is in both places in one order, and nothing is lost
        self.buffer = _Bytes(self)

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        with self.lock:
            if self._also and not self._observer.stopped:
                self._also.write(text)
            *lines, self._line = (self._line + text).split("\n")
            for line in lines:
                self._observer.printed(line)
        return len(text)

    def flush(self):
        """What is there of a line is seen from now on: it is recorded now, the rest when it comes."""
        with self.lock:
            if self._line and not self._observer.stopped:
                piece, self._line = self._line, ""
                self._observer.printed(piece, GOES_ON)
        if self._also:
            self._also.flush()

    def writable(self):
        return True

    def __getattr__(self, name):
        if name in _OF_ANY:
            return getattr(self._also, name, _OF_ANY[name])
        if name.startswith("_") or self._also is None:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        return getattr(self._also, name)

    def isatty(self):
        return self._also is not None and self._also.isatty()

    def detach(self):
        self.flush()
        return self.buffer

    def fileno(self):  # for a subprocess that inherits it; what that writes is not ours to record
        if self._also is None:
            raise io.UnsupportedOperation("fileno")
        return self._also.fileno()

    def finish(self):
        """A last line without its end is a line, too."""
        if self._line:
            line, self._line = self._line, ""
            self._observer.printed(line)


# What programs take for granted, also where there is no file.
_OF_ANY = {
    "name": "<stdout>",
    "mode": "w",
    "line_buffering": False,
    "write_through": False,
    "reconfigure": lambda **options: None,
}


class _Bytes(io.RawIOBase):
    """sys.stdout.buffer"""

    mode = "wb"
    name = property(lambda self: self._text.name)
    raw = property(lambda self: self)

    def __init__(self, text):
        self._text = text
        self._decoder = codecs.getincrementaldecoder(text.encoding)("replace")

    def writable(self):
        return True

    def write(self, data):
        self._text.write(self._decoder.decode(bytes(data)))
        return len(data)

    def flush(self):
        self._text.flush()

    def fileno(self):
        return self._text.fileno()

    def isatty(self):
        return self._text.isatty()
