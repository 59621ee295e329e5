"""Connections with both ends in the program, and their servers."""

from programs import ENDS


def at_once(g):
    """What callbacks may do, too."""
    if "stream" not in g.features:
        return []
    parts = ("a", "ab\n", "c\nd", "k;")
    closings = ("server_close", "server_close_clients", "server_abort_clients")
    return [
        (3, lambda: ["write", g.below(ENDS), g.pick(parts), g.pick((1, 1, 3, g.much))]),
        (0.7, lambda: ["write_eof", g.below(ENDS)]),
        (0.7, lambda: ["close", g.below(ENDS)]),
        (0.3, lambda: ["abort", g.below(ENDS)]),
        (0.3, lambda: ["pause_reading", g.below(ENDS)]),
        (0.5, lambda: ["resume_reading", g.below(ENDS)]),
        (0.3, lambda: ["write_limits", g.below(ENDS), g.pick((0, 1, 100000))]),
        (1, lambda: ["show_end", g.below(ENDS)]),
        (0.2, lambda: [g.pick(closings)]),
    ]


def coroutines(g):
    if "stream" not in g.features:
        return []
    return [
        (1, lambda: ["end_readline", g.below(ENDS)]),
        (0.5, lambda: ["end_readuntil", g.below(ENDS)]),
        (0.5, lambda: ["end_readexactly", g.below(ENDS), g.pick((1, 3, 5, 50000))]),
        (1.5, lambda: ["end_read", g.below(ENDS), g.pick((-1, 1, 20, 100000))]),
        (1.5, lambda: ["drain", g.below(ENDS)]),
        (0.7, lambda: ["wait_closed", g.below(ENDS)]),
        (0.2, lambda: ["server_wait_closed", 0]),
        *([(0.2, lambda: ["serve", 0])] if g.has_more and g.stream not in ("pair", "pipe") else ()),
    ]


# In Python

# Of each coroutine its function and its arguments.
COROUTINES = {
    "end_readline": lambda k: ("brief", f"ENDS[{k}][0].readline()"),
    "end_readuntil": lambda k: ("brief", f"ENDS[{k}][0].readuntil(b';')"),
    "end_readexactly": lambda k, n: ("brief", f"ENDS[{k}][0].readexactly({n})"),
    "end_read": lambda k, n: ("brief", f"ENDS[{k}][0].read({n})"),
    "drain": lambda k: (f"ENDS[{k}][1].drain", ""),
    "wait_closed": lambda k: (f"ENDS[{k}][1].wait_closed", ""),
    "server_wait_closed": lambda k: ("server_wait_closed", ""),
    "serve": lambda k: ("serve", ""),
}


class Connections:
    def do_write(self, k, text, times):
        return f"ENDS[{k}][1].write({text.encode()!r} * {times})"

    def do_write_eof(self, k):
        return f"ENDS[{k}][1].write_eof()"

    def do_close(self, k):
        return self._once("tls", k, f"ENDS[{k}][1].close()")

    def _once(self, stream, k, call):
        # A second call would take such a transport apart: AttributeError from its methods.
        return [f"if not ENDS[{k}][1].is_closing():", f"    {call}"] if stream in self.tree["streams"][0] else call

    def do_abort(self, k):
        return self._once("pipe", k, f"ENDS[{k}][1].transport.abort()")

    def do_pause_reading(self, k):
        return f"reading({k}).pause_reading()"

    def do_resume_reading(self, k):
        return f"reading({k}).resume_reading()"

    def do_write_limits(self, k, high):
        return f"ENDS[{k}][1].transport.set_write_buffer_limits({high})"

    def do_show_end(self, k):
        return f"show_end({k})"

    def do_server_close(self):
        return ["for server in SERVERS:", "    server.close()"]

    def do_server_close_clients(self):
        return ["for server in SERVERS:", "    server.close_clients()"]

    def do_server_abort_clients(self):
        return ["for server in SERVERS:", "    server.abort_clients()"]
