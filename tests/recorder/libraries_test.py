"""Programs that use other people's libraries print under the recorder what they print without it."""

import functools
import json
import os
import pathlib
import re
import subprocess
import sys
import unittest

import machine
import support

PROGRAMS = pathlib.Path(__file__).resolve().parent / "libraries"
# The libraries come as packages of the system, which are its own Python's.
INTERPRETERS = dict.fromkeys([sys.executable, "/usr/bin/python3"])
CHANCE = {  # what these say by themselves: the time, names of a folder
    "files_with_aiofiles": r"/tmp/[^']*",
    "http_with_aiohttp": r"Date: [^\\]*",
    "http_with_httpx": r"date: [^\\]*",
    "web_with_tornado": r"Date: [^\\]*|\d+\.\d{5,}",
}
# Frames are masked at random; the thread waits in a queue that is not Python's (from aiosqlite 0.20 on).
DIFFERENT = {"chat_with_websockets", "database_with_aiosqlite"}


@functools.cache
def interpreter_with(modules):
    test = "; ".join(f"import {module}" for module in modules)
    for python in INTERPRETERS:
        try:
            if subprocess.run([python, "-c", test], capture_output=True).returncode == 0:
                return python
        except OSError:
            pass
    return None


def kinds_of(recording):
    return [json.loads(line)[0] for line in recording.splitlines() if line.startswith("[")]


class LibrariesTest(support.RecorderTest):
    def run_python(self, python, *arguments):
        environment = os.environ | {"PYTHONPATH": str(support.RECORDER), "PYTHONWARNINGS": "ignore"}
        done = subprocess.run(
            [python, *map(str, arguments)], capture_output=True, text=True, timeout=60, env=environment, cwd=self.folder
        )
        self.assertEqual((done.returncode, done.stderr), (0, ""), arguments)
        return done.stdout

    def record(self, python, program):
        path = self.folder / "it.loopscope"
        printed = self.run_python(python, "-m", "loopscope_recorder", program, "-o", path)
        return printed, path.read_text(encoding="utf-8")

    def check(self, program):
        modules = tuple(re.findall(r"^(?:import|from) (\w+)", program.read_text(encoding="utf-8"), re.MULTILINE))
        python = interpreter_with(modules)
        if python is None:
            self.skipTest(f"no Python here has all of {', '.join(modules)}")
        printed, recording = self.record(python, program)
        self.assertEqual(printed, self.run_python(python, program))
        machine.check(recording)
        self.assertIn("step", kinds_of(recording))
        if program.stem not in DIFFERENT:
            chance = CHANCE.get(program.stem, "$^")
            again = self.record(python, program)[1]
            self.assertEqual(re.sub(chance, "", recording), re.sub(chance, "", again))


def _add(program):
    setattr(LibrariesTest, f"test_{program.stem}", lambda self: self.check(program))


for each in sorted(PROGRAMS.glob("*.py")):
    _add(each)


if __name__ == "__main__":
    unittest.main()
