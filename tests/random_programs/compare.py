#!/usr/bin/env python3
"""Runs random programs on the engine and under CPython, and compares their step logs line by line.

    compare.py --interpreter PROGRAM [--python PYTHON] [--first SEED] [--count N] [--without FEATURE,...]

The reference is CPython 3.14.10, to be given as --python. Without that, the programs run on the 3.14.2 of the npm
package pyodide (as in tests/twins) or else on this Python. In releases that are not the reference, the features are
left out in which they take other steps.

A program that differs is shrunk: what can be left out of it without making it equal is left out. Then its Python
source and the difference are printed. Exit code 1 if one differs.
"""

import argparse
import concurrent.futures
import difflib
import json
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT / "tests" / "twins")]

from compare_twins import pyodide  # noqa: E402
from generate import FEATURES, generate  # noqa: E402
from shrink import shrink  # noqa: E402
from to_python import to_python  # noqa: E402

# (up to this release, what is different there)
OTHERWISE = [
    ((3, 14, 3), "shield as_completed"),
    ((3, 14, 0), "eager"),
    ((3, 13, 0), "uncancel condition group queue"),
    ((3, 12, 0), "wait_for gather timeout semaphore generator"),
]
BATCH = 300
PATIENCE = 600  # seconds for a batch
PROCESSORS = os.cpu_count() or 1


def _talk(command, text):
    """(process, output, errors); a program that does not end is ended."""
    environment = os.environ | {"PYTHONPATH": str(ROOT / "recorder"), "PYTHONDONTWRITEBYTECODE": "1"}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, env=environment, cwd=ROOT) as process:
        try:
            output, errors = process.communicate(text, timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            output, errors = process.communicate()
    return process, output, errors


class Engine:
    jobs = PROCESSORS

    def __init__(self, interpreter):
        self.interpreter = interpreter

    def answers(self, trees):
        process, output, errors = _talk([self.interpreter], "".join(json.dumps(tree) + "\n" for tree in trees))
        answers = [json.loads(line) for line in output.splitlines()]
        if len(answers) < len(trees):
            answers.append({"steps": "", "error": f"the interpreter ended ({process.returncode}): {errors[-3000:]}"})
        if len(answers) < len(trees):  # go on after the one that it died of
            answers += self.answers(trees[len(answers) :])
        return answers


class Python:
    """CPython with the recorder: `command` answers as loopscope_recorder.steps does."""

    def __init__(self, command, jobs, version=None):
        self.command = command
        self.jobs = jobs
        self.version = version
        if version is None:
            self.answers([])

    def otherwise(self):
        """The features that are different in this release."""
        version = tuple(int(part) for part in self.version.split(".")[:3])
        return [feature for below, names in OTHERWISE if version < below for feature in names.split()]

    def answers(self, trees):
        runs = [{"program": f"program_{i}.py", "text": to_python(tree), "set": []} for i, tree in enumerate(trees)]
        process, output, errors = _talk(self.command, json.dumps(runs))
        if process.returncode != 0:
            raise SystemExit(f"{self.command[0]}: exit code {process.returncode}\n{errors[-3000:]}")
        answer = json.loads(output.splitlines()[-1])
        self.version = answer["python"]
        return [log | {"steps": log["steps"].split("print end\n")[0]} for log in answer["logs"]]


def differences(engine, python, trees):
    """For each tree the lines that differ (- CPython, + engine), empty if none."""
    answers = [_answers(who, trees) for who in (engine, python)]
    return [_difference(mine, reference) for mine, reference in zip(*answers)]


def _answers(who, trees):
    size = -(-len(trees) // who.jobs)
    parts = [trees[start : start + size] for start in range(0, len(trees), size)]
    with concurrent.futures.ThreadPoolExecutor(who.jobs) as threads:
        return [answer for part in threads.map(who.answers, parts) for answer in part]


def _difference(mine, reference):
    if mine == reference:
        return []
    texts = [f"{answer['steps']}error: {answer['error']}".splitlines() for answer in (reference, mine)]
    return list(difflib.unified_diff(*texts, "CPython", "engine", n=8, lineterm=""))


def report(engine, python, tree, shrinks):
    print(f"\n=== seed {tree['seed']} differs", flush=True)
    if shrinks:
        tree = shrink(lambda trees: differences(engine, python, trees), tree)
    source = to_python(tree)
    print(source[source.index("def cb0") :])
    print(*differences(engine, python, [tree])[0], sep="\n", flush=True)
    print(json.dumps(tree))


def _reference(options):
    if options.python is None:
        interpreter, reason = pyodide(options.build_dir)
        if interpreter:
            return Python(interpreter.command, 1, "3.14.2")  # it takes long to start
        print(f"not compared with CPython 3.14: {reason}")
    return Python([options.python or sys.executable, "-m", "loopscope_recorder.steps"], PROCESSORS)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--interpreter", required=True)
    parser.add_argument("--python")
    parser.add_argument("--first", type=int, default=0, metavar="SEED")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--without", default="", help=f"of {', '.join(FEATURES)}")
    parser.add_argument("--most", type=int, default=5, help="how many differences are shrunk and shown")
    parser.add_argument("--no-shrink", action="store_true")
    parser.add_argument("--build-dir", default=str(ROOT / "build"), help="where pyodide is, or is put")
    options = parser.parse_args()

    engine = Engine(options.interpreter)
    python = _reference(options)
    without = sorted({*python.otherwise(), *filter(None, options.without.split(","))})
    wrong = []
    for first in range(options.first, options.first + options.count, BATCH):
        seeds = range(first, min(first + BATCH, options.first + options.count))
        trees = [generate(seed, without) for seed in seeds]
        bad = [tree for tree, lines in zip(trees, differences(engine, python, trees)) if lines]
        for tree in bad:
            wrong.append(tree["seed"])
            if len(wrong) <= options.most:
                report(engine, python, tree, not options.no_shrink)
    last = options.first + options.count - 1
    print(
        f"CPython {python.version}: seeds {options.first} to {last}, {len(wrong)} differ {wrong[:40] or ''}"
        + (f"; without {', '.join(without)}" if without else "")
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
