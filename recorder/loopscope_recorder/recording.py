"""Turns events into the lines of a recording, and hands each event on to those who listen."""

import json
import platform
import threading


class Recording:
    """Numbers objects, strings, sources and locations, and sends events to `listeners`.

    A listener has `define(line)` for the header and definitions, `event(kind, a, b, text, value, loc,
    flags, c)` with the text itself in place of its number, and `end(count)`.
    """

    def __init__(self, program, parameters, clock, version, listeners=()):
        self.listeners = list(listeners)
        self.count = 0
        self.open = True
        self.is_a_copys = False  # in a process that the program forked: what happens there is not recorded
        self.is_elsewhere = lambda: False  # is this thread busy with what is not recorded?
        # Threads of the program print while the loop runs: a definition is written before anybody refers to it.
        self.lock = threading.RLock()
        self._objects = 0
        self._strings = {"": 0}
        self._sources = {}
        self._locations = {}
        self._define(
            {
                "loopscope": 1,
                "producer": "loopscope recorder",
                "language": "python",
                "clock": clock,
                "program": program,
                "parameters": parameters,
                "version": version,
                "python": platform.python_version(),
            }
        )

    def is_writing(self):
        """Does this thread write to it right now? In a handler of signals, which may come at any moment."""
        return self.lock._is_owned()

    def string(self, text):
        with self.lock:
            number = self._strings.get(text)
            if number is None:
                number = self._strings[text] = len(self._strings)
                self._define({"string": number, "text": text})
            return number

    def location(self, path, line, function, read_source):
        key = path, line, function
        with self.lock:
            number = self._locations.get(key)
            if number is None:
                source = self._source(path, read_source)
                number = self._locations[key] = len(self._locations) + 1
                self._define({"location": number, "source": source, "line": line, "function": function})
            return number

    def place(self, number):
        """(path, line) of a location; None of an unknown one."""
        return next((key[:2] for key, known in self._locations.items() if known == number), None)

    def _source(self, path, read_source):
        number = self._sources.get(path)
        if number is None:
            number = self._sources[path] = len(self._sources) + 1
            definition = {"source": number, "path": path, "language": "python"}
            text = read_source()
            if text is not None:
                definition["text"] = text
            self._define(definition)
        return number

    def emit(self, kind, a=0, b=0, text="", value=0, loc=0, flags=0, c=0):
        if self.is_elsewhere() and kind != "print":
            return
        with self.lock:
            if not self.open:
                return
            if text not in self._strings:
                self.string(text)
            self.count += 1
            for listener in self.listeners:
                listener.event(kind, a, b, text, value, loc, flags, c)

    def new(self, kind, name, parent=0, value=0, loc=0, internal=False):
        """The number of a new object, or 0, which stands for one that is not recorded."""
        if self.is_elsewhere():
            return 0
        with self.lock:
            self._objects += 1
            number = self._objects
            self.emit("new", number, parent, name, value, loc, 1 if internal else 0, int(kind))
            return number

    def close(self):
        with self.lock:
            if self.open:
                self.open = False
                for listener in self.listeners:
                    listener.end(self.count)

    def leave_to_the_original(self):
        self.open = False
        self.is_a_copys = True

    def _define(self, definition):
        if not self.open:
            return
        for listener in self.listeners:
            listener.define(definition)


# What begins, and how it ends: steps, callbacks and requests to cancel, one inside of the other.
_DEPTH = dict.fromkeys(("step", "call", "cancel"), 1) | dict.fromkeys(
    ("yield", "await", "return", "raise", "cancelled", "call.end", "cancel.end"), -1
)


# What `value` may be, but for an argument: see docs/trace_format.md.
LEAST_VALUE, MOST_VALUE = -200_000_000_000_000_000, 9_000_000_000_000_000_000


class Writer:
    """Writes a recording to a line-buffered file as it happens: a crash loses at most the last line.

    One that a signal ends in the middle of a step gets no end line: it ended as in a crash.
    """

    def __init__(self, file):
        self._file = file
        self._depth = 0
        self._is_verdict = False  # "waits for ever", after which nothing comes
        self._strings = {"": 0}

    def define(self, definition):
        if "string" in definition:
            self._strings[definition["text"]] = definition["string"]
        self._line(definition)

    def event(self, kind, a, b, text, value, loc, flags, c):
        self._depth += _DEPTH.get(kind, 0)
        self._is_verdict = kind == "warning" and text.startswith("waits for ever")
        if type(value) is not int or not LEAST_VALUE <= value <= MOST_VALUE:
            value = int(min(MOST_VALUE, max(LEAST_VALUE, value)))  # Semaphore(1.5), Queue(maxsize=10**30)
        # By hand, because it is done for each event: what json.dumps() would make of a name and numbers.
        line = f'["{kind}",{a},{b},{self._strings[text]},{value},{loc},{flags},{c}'
        while line.endswith(",0"):
            line = line[:-2]
        self._file.write(line + "]\n")

    def end(self, count):
        if self._depth == 0 or self._is_verdict:
            self._line({"end": count})

    def _line(self, value):
        # Lone surrogates cannot be written as UTF-8; ASCII escapes are valid JSON for everything.
        text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
        try:
            text.encode()
        except UnicodeEncodeError:
            text = json.dumps(value, separators=(",", ":"))
        self._file.write(text + "\n")
