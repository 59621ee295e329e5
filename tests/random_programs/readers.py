"""Stream readers without a connection: the program feeds them."""

from programs import ERRORS, READERS


def at_once(g):
    """What callbacks may do, too."""
    if "reader" not in g.features:
        return []
    parts = ("a", "ab\n", "c\nd", "\n", "efghij", "k;")
    return [
        (2.5, lambda: ["feed", g.below(READERS), g.pick(parts)]),
        (0.3, lambda: ["feed_eof", g.below(READERS)]),
        (0.2, lambda: ["reader_error", g.below(READERS), g.pick(ERRORS[:4])]),
    ]


def coroutines(g):
    if "reader" not in g.features:
        return []
    return [
        (1, lambda: ["readline", g.below(READERS)]),
        (0.5, lambda: ["readuntil", g.below(READERS)]),
        (0.5, lambda: ["readexactly", g.below(READERS), g.below(6)]),
        (0.5, lambda: ["read", g.below(READERS), g.pick((-1, 0, 2, 20))]),
    ]


# In Python

# Of each coroutine its function and its arguments.
COROUTINES = {
    "readline": lambda k: (f"READERS[{k}].readline", ""),
    "readuntil": lambda k: (f"READERS[{k}].readuntil", "b';'"),
    "readexactly": lambda k, n: (f"READERS[{k}].readexactly", str(n)),
    "read": lambda k, n: (f"READERS[{k}].read", str(n)),
}


class Readers:
    def do_feed(self, k, text):
        return f"READERS[{k}].feed_data({text.encode()!r})"

    def do_feed_eof(self, k):
        return f"READERS[{k}].feed_eof()"

    def do_reader_error(self, k, error):
        return f"READERS[{k}].set_exception({error}('reader'))"
