"""Runs small programs under the recorder, in this process or by its command line."""

import io
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import textwrap
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
RECORDER = ROOT / "recorder"
sys.path.insert(0, str(RECORDER))

from loopscope_recorder.program import Program  # noqa: E402
from loopscope_recorder.recording import Writer  # noqa: E402
from loopscope_recorder.run import record  # noqa: E402
from loopscope_recorder.step_log import StepLog  # noqa: E402

HEAD = "import asyncio\n\n\n"
TAIL = "\n\nif __name__ == '__main__':\n    asyncio.run(main())\n"


class Recorded:
    """What one run gave."""

    def __init__(self, outcome, steps, text, output):
        self.outcome = outcome
        self.steps = steps  # the step log
        self.text = text  # the recording as text
        self.output = output  # what the program printed
        self.lines = [json.loads(line) for line in text.splitlines()]
        self.strings = {0: ""}
        self.locations = {0: (None, 0, None)}
        for line in self.lines:
            if "string" in line:
                self.strings[line["string"]] = line["text"]
            elif isinstance(line, dict) and "location" in line:
                self.locations[line["location"]] = (line["source"], line["line"], line["function"])

    def events(self, *kinds):
        """Events as dictionaries with the text and the line in place of their numbers."""
        found = []
        for line in self.lines:
            if isinstance(line, list) and (not kinds or line[0] in kinds):
                kind, a, b, text, value, loc, flags, c = line + [0] * (8 - len(line))
                found.append(
                    {
                        "kind": kind,
                        "a": a,
                        "b": b,
                        "text": self.strings[text],
                        "value": value,
                        "line": self.locations[loc][1],
                        "flags": flags,
                        "c": c,
                    }
                )
        return found

    def name_of(self, number):
        return next(e["text"] for e in self.events("new") if e["a"] == number)


class RecorderTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def program(self, body, name="program.py", whole=False):
        """A file with the program: `body` defines main(), or is all of it."""
        path = self.folder / name
        body = textwrap.dedent(body).strip("\n") + "\n"
        path.write_text(body if whole else HEAD + body + TAIL, encoding="utf-8")
        return path

    def run_program(self, body, whole=False, real_time=False, arguments=(), **settings):
        program = Program(str(self.program(body, whole=whole)))
        for name, value in settings.items():
            program.override(name, value)
        steps, recording, output = [], io.StringIO(), io.StringIO()
        outcome = record(program, [StepLog(steps.append), Writer(recording)], real_time, arguments, output)
        return Recorded(outcome, "\n".join(steps), recording.getvalue(), output.getvalue())

    def assert_steps(self, body, expected, **more):
        self.assertEqual(self.run_program(body, **more).steps, textwrap.dedent(expected).strip("\n"))

    def command(self, *arguments, env=None, cwd=None, stdout=subprocess.PIPE):
        environment = os.environ | {"PYTHONPATH": str(RECORDER), "PYTHONDONTWRITEBYTECODE": "1"} | (env or {})
        return subprocess.run(
            [sys.executable, "-m", "loopscope_recorder", *map(str, arguments)],
            stdout=stdout,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            env=environment,
            cwd=cwd or self.folder,
        )
