"""Runs the program for tests. LOOPSCOPE names it."""

import functools
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
FORMATS = ("text", "narrative", "critical-path", "steps", "lines", "recording", "perfetto", "csv", "svg", "html")


class ProgramTest(unittest.TestCase):
    """A test in a folder of its own, with the program at hand."""

    @classmethod
    def setUpClass(cls):
        cls.program = os.environ.get("LOOPSCOPE") or shutil.which("loopscope")
        if not cls.program:
            raise RuntimeError("LOOPSCOPE does not name the program")

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def run_program(self, *arguments, stdin=b"", env=None):
        environment = os.environ | (env or {})
        for display in "DISPLAY", "WAYLAND_DISPLAY":
            environment.pop(display, None)
        return subprocess.run([self.program, *map(str, arguments)], input=stdin, capture_output=True,
                              cwd=self.folder, env=environment, timeout=120)

    def output(self, *arguments, **more) -> str:
        """What it prints; it must succeed and complain about nothing."""
        done = self.run_program(*arguments, **more)
        typed = "loopscope " + " ".join(map(str, arguments))
        # What a scenario's own program complains of is part of the lesson.
        complaints = done.stderr.decode() if not self.is_text_of_scenario(arguments) else ""
        self.assertEqual((done.returncode, complaints), (0, ""), typed)
        return done.stdout.decode()

    @staticmethod
    def is_text_of_scenario(arguments) -> bool:
        form = arguments[arguments.index("--format") + 1] if "--format" in arguments else "text"
        return arguments[0] == "run" and form == "text"

    def complaint(self, code: int, *arguments, **more) -> str:
        """The one line on stderr with which it fails."""
        done = self.run_program(*arguments, **more)
        complaint = done.stderr.decode()
        self.assertEqual(done.returncode, code, complaint)
        self.assertRegex(complaint, r"\Aloopscope: [^\n]+\n\Z")
        return complaint

    def scenarios(self) -> list[dict]:
        return json.loads(self.output("list", "--json"))

    def sampled_scenarios(self) -> list[dict]:
        """All of them, or with the sanitizers, which make the program slow, every n-th."""
        return self.scenarios()[::int(os.environ.get("LOOPSCOPE_TEST_EVERY", "1"))]

    def recording(self, name: str, *more, **environment) -> str:
        return self.output("run", name, "--format", "recording", *more, **environment)

    def write(self, name: str, text: str) -> pathlib.Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path


class CourseTest(ProgramTest):
    def ask(self, name, *more):
        """Its questions and goals, as a run answers them."""
        return json.loads(self.output("ask", name, "--json", *more))


def of_each_scenario(test):
    """Calls test(self, scenario, folder) for each."""
    @functools.wraps(test)
    def run(self):
        for scenario in self.scenarios():
            with self.subTest(scenario["name"]):
                test(self, scenario, ROOT / "scenarios" / scenario["name"])
    return run


def typed(value) -> str:
    """A parameter's value as it is typed after --set NAME=."""
    return value if isinstance(value, str) else json.dumps(value)


def assignments(values) -> list[str]:
    return [word for name, value in values.items() for word in ("--set", f"{name}={typed(value)}")]
