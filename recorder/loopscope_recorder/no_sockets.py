"""Where there are no sockets (Pyodide in a browser or in Node): a selector that never has anything."""

import selectors
import sys

HAS_SOCKETS = sys.platform not in ("emscripten", "wasi")


class NothingSelector(selectors.BaseSelector):
    def register(self, fileobj, events, data=None):
        raise OSError("there are no sockets here")

    def unregister(self, fileobj):
        raise KeyError(fileobj)

    def select(self, timeout=None):
        return []

    def get_map(self):
        return {}
