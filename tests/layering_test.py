"""The layers hold: who may include whom, as docs/architecture.md draws it.

    scenarios --> engine --> engine/trace <-- course <-- viz
"""

import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent

LOOP = {"engine/base", "engine/loop", "engine/system", "engine/tasks", "engine/trace"}
ENGINE = LOOP | {"engine", "engine/introspection", "engine/streams", "engine/subprocess", "engine/sync", "engine/threads",
                 "engine/tls", "engine/waiting"}

RECORDED = {"viz/data/recording", "viz/data/text"}
DATA = RECORDED | {"viz/data/instant", "viz/data/explain", "viz/data/find", "viz/data/runs"}

# Directory -> directories that its files may include, besides their own. The longest matching name counts.
ALLOWED = {
    "engine/trace": set(),
    "engine/base": {"engine/trace"},
    "engine/system": {"engine/base", "engine/trace"},
    "engine/loop": LOOP,  # a loop and its tasks know each other, as in asyncio
    "engine/tasks": LOOP,
    "engine/waiting": LOOP,
    "engine/sync": LOOP,
    "engine/introspection": LOOP | {"engine/sync"},
    "engine/threads": LOOP | {"engine/waiting"},
    "engine/streams": LOOP | {"engine/threads", "engine/tls", "engine/waiting"},
    "engine/tls": LOOP | {"engine/streams"},
    "engine/subprocess": LOOP | {"engine/streams", "engine/waiting"},
    "engine": ENGINE,
    "course": {"engine/trace"},
    "scenarios": {"course"} | ENGINE,
    "viz/data/text": {"course", "engine/trace"},
    "viz/data/recording": {"course", "engine/trace", "viz/data/text"},
    "viz/data/instant": {"course", "engine/trace"} | RECORDED,
    "viz/data/explain": {"course", "engine/trace"} | RECORDED,
    "viz/data/find": {"course", "engine/trace"} | RECORDED,
    "viz/data/runs": {"course", "engine/trace", "viz/data/explain"} | RECORDED,
    "viz/view": {"course", "engine/trace"} | DATA,
    "viz/export": {"course", "engine/trace"} | DATA,
    "viz": {"course", "engine/trace", "viz/view"} | DATA,
    "viz/tracks": {"engine/trace", "viz", "viz/view"} | DATA,
    "viz/panels": {"course", "engine/trace", "viz", "viz/view", "viz/tracks"} | DATA,
    "viz/app": {"course", "engine/trace", "viz", "viz/view", "viz/panels"} | DATA,
    "viz/program": {"course", "engine/trace", "viz", "viz/export", "scenarios"} | DATA,
}

# Files that may include more than their directory: what puts the parts together.
ALLOWED_FILES = {
    # Sources of the loop, never headers, that use what is built on it.
    "engine/loop/event_loop.cpp": {"engine", "engine/threads"},
    "engine/loop/turn.cpp": {"engine"},  # interventions
    "engine/loop/virtual_time.cpp": {"engine/introspection"},  # the verdict on what waits for ever
    "engine/tasks/async_generator.cpp": {"engine/waiting"},  # all are closed at once
    "engine/tasks/future_repr.cpp": {"engine/waiting"},
    "engine/tasks/task.cpp": {"engine/introspection"},  # what a collection takes
    "viz/backend.h": {"viz/app"},
    "viz/studio.h": {"viz/app"},
}

# Third-party headers that only these directories may use.
WINDOW_HEADERS = re.compile(r"^(imgui|GLFW/|GL/|gl/|glad/|EGL/|fonts/)")
WINDOW_DIRECTORIES = {"viz", "viz/app", "viz/tracks", "viz/panels"}
THIRD_PARTY = {
    "engine": re.compile(r"^$"),
    "engine/tls": re.compile(r"^openssl/"),
    "engine/trace": re.compile(r"^nlohmann/"),
}

INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)', re.MULTILINE)


def directory_of(path: str) -> str:
    """The name in ALLOWED that the file belongs to, or empty."""
    parent = str(pathlib.PurePosixPath(path).parent)
    fitting = [name for name in ALLOWED if parent == name or parent.startswith(name + "/")]
    return max(fitting, key=len, default="")


def sources() -> list[str]:
    found = (path for top in ("engine", "course", "viz", "scenarios") for path in (ROOT / top).rglob("*")
             if path.suffix in (".h", ".cpp"))
    return sorted(str(path.relative_to(ROOT)) for path in found)


def includes(path: str) -> list[tuple[str, bool]]:
    """(header, in quotes) of each include of the file."""
    text = (ROOT / path).read_text(encoding="utf-8")
    return [(match[1] or match[2], bool(match[1])) for match in INCLUDE.finditer(text)]


def is_standard(header: str) -> bool:
    """C++'s headers have no dot and no slash; the system's are what POSIX, Linux and C name."""
    return re.fullmatch(r"[a-z_]+(\.h)?|(sys|arpa|netinet|linux)/\w+\.h", header) is not None


class Layering(unittest.TestCase):
    def test_there_is_something_to_check(self):
        self.assertGreater(len(sources()), 10)

    def test_quoted_includes_are_written_from_the_root(self):
        generated = {"gl/gl.h", "fonts/embedded_fonts.h"}
        wrong = [f"{path}: {header}" for path in sources() for header, quoted in includes(path)
                 if quoted and header not in generated and not (ROOT / header).is_file()]
        self.assertEqual(wrong, [])

    def test_every_file_belongs_to_a_layer(self):
        self.assertEqual([path for path in sources() if not directory_of(path)], [])

    def test_layers_include_only_what_they_may(self):
        broken = set()
        for path in sources():
            own = directory_of(path)
            allowed = ALLOWED[own] | {own} | ALLOWED_FILES.get(path, set())
            for header, _ in includes(path):
                target = "engine" if header == "asyncio.h" else directory_of(header)
                if target and target not in allowed:
                    broken.add(f"{path} -> {target}")
        self.assertEqual(sorted(broken), [])

    def test_what_computes_knows_no_window(self):
        wrong = [f"{path}: {header}" for path in sources() for header, _ in includes(path)
                 if WINDOW_HEADERS.match(header) and directory_of(path) not in WINDOW_DIRECTORIES]
        self.assertEqual(wrong, [])

    def test_the_engine_needs_only_the_standard_library_and_the_system(self):
        wrong = []
        for path in sources():
            allowed = THIRD_PARTY.get(directory_of(path))
            for header, quoted in includes(path):
                if allowed and not quoted and not is_standard(header) and not allowed.match(header):
                    wrong.append(f"{path}: {header}")
        self.assertEqual(wrong, [])

    def test_headers_are_guarded(self):
        unguarded = [path for path in sources() if path.endswith(".h")
                     and "#pragma once" not in (ROOT / path).read_text(encoding="utf-8")]
        self.assertEqual(unguarded, [])

    def test_a_source_includes_its_own_header_first(self):
        wrong = []
        for path in sources():
            header = path.removesuffix(".cpp") + ".h"
            if path.endswith(".cpp") and (ROOT / header).is_file():
                found = includes(path)
                if not found or found[0][0] != header:
                    wrong.append(path)
        self.assertEqual(wrong, [])


if __name__ == "__main__":
    unittest.main()
