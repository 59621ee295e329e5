#!/usr/bin/env python3
"""Runs every scenario in C++ and its twin under CPython, and compares their step logs line by line.

    compare_twins.py [--loopscope PROGRAM] [--python PYTHON]... [--build-dir DIR] [--no-pyodide]
                     [--update] [SCENARIO...]

The twins run on each PYTHON (default: this one), and on CPython 3.14 as compiled to WebAssembly (npm
package pyodide, installed into DIR/pyodide), without the scenarios that need sockets or threads. Each
scenario runs with its default parameters, with each listed value of each parameter, and with all
combinations if these are at most 64.

What is different in some version of CPython is listed in version_differences.json, with its reason. A
difference that is not listed fails, and so does a listed one that is none any more. An entry's "cannot" names
the values of parameters with which the program cannot run there. --update writes the present differences
into the entries that are there.
"""

import argparse
import difflib
import itertools
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
DIFFERENCES = HERE / "version_differences.json"
PYODIDE = "pyodide@314.0.7"  # CPython 3.14.2
MOST_COMBINATIONS = 64
MOST_SHOWN = 5


class Run:
    """A scenario with values for all of its parameters."""

    def __init__(self, scenario, needs, values):
        self.scenario = scenario
        self.needs = needs
        self.values = values
        self.program = f"scenarios/{scenario}/{scenario}.py"
        self.label = " ".join(f"{name}={_typed(value)}" for name, value in values.items()) or "no parameters"

    def cpp_arguments(self):
        sets = (["--set", f"{name}={_typed(value)}"] for name, value in self.values.items())
        return ["run", self.scenario, "--format", "steps", *itertools.chain(*sets)]

    def twin(self):
        return {
            "program": self.program,
            "set": [f"{name.upper()}={value!r}" for name, value in self.values.items()],
        }


def _typed(value):
    return value if isinstance(value, str) else json.dumps(value)


def runs_of(scenario):
    description = json.loads((ROOT / "scenarios" / scenario / "scenario.json").read_text(encoding="utf-8"))
    parameters = description.get("parameters", [])
    default = {p["name"]: p["default"] for p in parameters}
    combinations = list(itertools.product(*(p["values"] for p in parameters)))
    if len(combinations) <= MOST_COMBINATIONS:
        chosen = [dict(zip(default, combination)) for combination in combinations]
    else:
        chosen = [default] + [
            {**default, p["name"]: value}
            for p in parameters
            for value in p["values"]
            if value != p["default"] or type(value) is not type(p["default"])
        ]
    if default not in chosen:
        chosen.insert(0, default)
    return [Run(scenario, set(description.get("needs", [])), values) for values in chosen]


def manifest():
    chapters = json.loads((ROOT / "scenarios" / "manifest.json").read_text(encoding="utf-8"))["chapters"]
    return [name for chapter in chapters for name in chapter["scenarios"]]


# The logs


def cpp_log(loopscope, run):
    done = subprocess.run([loopscope, *run.cpp_arguments()], capture_output=True, text=True, timeout=60)
    if done.returncode != 0:
        return done.stdout, f"exit code {done.returncode}: {done.stderr.strip()}"
    return done.stdout, None


class Interpreter:
    """CPython in a process, or compiled to WebAssembly: takes all runs at once."""

    def __init__(self, command, label, can):
        self.command = command
        self.label = label
        self.can = can  # what it has of what scenarios may need

    def logs(self, runs):
        """(version, [(steps, error)])"""
        environment = os.environ | {"PYTHONPATH": str(ROOT / "recorder"), "PYTHONDONTWRITEBYTECODE": "1"}
        request = json.dumps([run.twin() for run in runs])
        done = subprocess.run(
            self.command,
            input=request,
            capture_output=True,
            text=True,
            timeout=600,
            cwd=ROOT,
            env=environment,
        )
        if done.returncode != 0:
            raise SystemExit(f"{self.label}: exit code {done.returncode}\n{done.stderr.strip()}")
        answer = json.loads(done.stdout.splitlines()[-1])
        return answer["python"], [(log["steps"], log["error"]) for log in answer["logs"]]


def native(python):
    return Interpreter([python, "-m", "loopscope_recorder.steps"], python, {"sockets", "threads"})


def pyodide(build_dir):
    """(Interpreter, None), or (None, why there is none)."""
    node = shutil.which("node")
    if not node:
        return None, "node is not installed"
    folder = pathlib.Path(build_dir) / "pyodide"
    package = folder / "node_modules" / "pyodide"
    if not (package / "pyodide.mjs").exists():
        npm = shutil.which("npm")
        if not npm:
            return None, "npm is not installed"
        folder.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            [npm, "install", "--prefix", str(folder), "--no-fund", "--no-audit", PYODIDE],
            capture_output=True,
            text=True,
            cwd=folder,
        )
        if done.returncode != 0:
            reason = (done.stderr.strip().splitlines() or ["no reason given"])[0]
            return None, f"npm could not install {PYODIDE}: {reason}"
    return (
        Interpreter([node, str(HERE / "pyodide_steps.mjs"), str(package), str(ROOT)], "pyodide", set()),
        None,
    )


# Differences


def diff(cpp, python):
    """Only the lines that differ: `-` is C++, `+` is Python."""
    lines = difflib.unified_diff(cpp.splitlines(), python.splitlines(), n=0, lineterm="")
    return [line for line in lines if not line.startswith(("---", "+++"))]


def in_range(version, wanted):
    """Whether "3.11.7" is in a range such as ">=3.10,<3.12"."""
    have = tuple(int(part) for part in re.findall(r"\d+", version)[:3])
    for part in wanted.split(","):
        operator, number = re.fullmatch(r"\s*(<=|>=|<|>|==)\s*([\d.]+)\s*", part).groups()
        bound = tuple(int(piece) for piece in number.split("."))
        cut = have[: len(bound)]
        if not {
            "<": cut < bound,
            "<=": cut <= bound,
            ">": cut > bound,
            ">=": cut >= bound,
            "==": cut == bound,
        }[operator]:
            return False
    return True


class Differences:
    """version_differences.json: [{scenario, python, reason, differences: {run's label: [lines]}, cannot}]"""

    def __init__(self, update):
        self.entries = json.loads(DIFFERENCES.read_text(encoding="utf-8"))
        self.update = update
        self.used = 0

    def expected(self, run, version):
        for entry in self.entries:
            if entry["scenario"] == run.scenario and in_range(version, entry["python"]):
                return entry["differences"].get(run.label, [])
        return []

    def cannot(self, run, version):
        """Whether this CPython is known to be unable to run it."""
        return any(
            entry["scenario"] == run.scenario
            and in_range(version, entry["python"])
            and any(run.values.get(name) == value for name, value in entry.get("cannot", {}).items())
            for entry in self.entries
        )

    def note(self, run, version, lines):
        """With --update: takes over a difference if an entry gives a reason for it."""
        for entry in self.entries:
            if entry["scenario"] == run.scenario and in_range(version, entry["python"]):
                entry["differences"].pop(run.label, None)
                if lines:
                    entry["differences"][run.label] = lines
                return True
        return False

    def save(self):
        DIFFERENCES.write_text(
            json.dumps(self.entries, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
        )


def compare(runs, cpp_logs, interpreter, differences):
    """Prints what is wrong; returns the number of runs that are."""
    possible = [run for run in runs if run.needs <= interpreter.can]
    if not possible:
        return 0
    version, logs = interpreter.logs(possible)
    wrong, listed, unable = 0, 0, 0
    for run, (steps, error) in zip(possible, logs):
        cpp, cpp_error = cpp_logs[run]
        lines = diff(cpp, steps)
        if differences.cannot(run, version):
            if error:
                unable += 1
            else:
                wrong += 1
                print(f"{run.scenario}: {run.label}: works with {version}; version_differences.json says that it cannot")
            continue
        expected = differences.expected(run, version)
        if not error and not cpp_error:
            listed += bool(lines and lines == expected)
            if lines == expected or differences.update and differences.note(run, version, lines):
                continue
        wrong += 1
        if wrong <= MOST_SHOWN:
            show(run, f"{interpreter.label} ({version})", cpp, cpp_error, steps, error, lines, expected)
    skipped = (
        f", {len(runs) - len(possible)} left out that need {needs(runs, possible)}"
        if len(possible) < len(runs)
        else ""
    )
    older = f", {unable} that this version cannot run" if unable else ""
    print(
        f"CPython {version} ({interpreter.label}): {len(possible)} runs, {wrong} wrong, "
        f"{listed} listed differences{older}{skipped}"
    )
    return wrong


def needs(runs, possible):
    return " or ".join(sorted(set().union(*(run.needs for run in runs if run not in possible))))


def show(run, where, cpp, cpp_error, steps, error, lines, expected):
    print(f"\n=== {run.scenario}: {run.label}")
    if cpp_error:
        print(f"C++ failed: {cpp_error}")
    if error:
        print(f"{where} failed: {error}")
    if lines != expected and expected and not lines:
        print(f"{where}: the logs are equal; version_differences.json still lists a difference. Remove it.")
        return
    if lines == expected:
        return
    if expected:
        print("The difference is not the listed one, which is:", *expected, sep="\n  ")
    print(
        *difflib.unified_diff(cpp.splitlines(), steps.splitlines(), "C++", where, lineterm="", n=4), sep="\n"
    )


def check_entries(differences, scenarios):
    """Entries must be about something that exists, and say why."""
    wrong = 0
    for entry in differences.entries:
        labels = (
            {run.label for run in runs_of(entry["scenario"])} if entry["scenario"] in manifest() else set()
        )
        problems = [f"no such run: {label}" for label in entry["differences"] if label not in labels]
        if not entry.get("reason"):
            problems.append("no reason is given")
        for problem in problems:
            print(f"version_differences.json, {entry['scenario']} {entry['python']}: {problem}")
        wrong += len(problems)
    return wrong


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("scenarios", nargs="*", metavar="SCENARIO")
    parser.add_argument("--loopscope", default=os.environ.get("LOOPSCOPE") or shutil.which("loopscope"))
    parser.add_argument("--python", action="append", metavar="PYTHON")
    parser.add_argument("--build-dir", default=str(ROOT / "build"))
    parser.add_argument("--no-pyodide", action="store_true")
    parser.add_argument("--update", action="store_true")
    options = parser.parse_args()
    if not options.loopscope:
        parser.error("where is loopscope? give --loopscope or set LOOPSCOPE")

    runs = [run for scenario in options.scenarios or manifest() for run in runs_of(scenario)]
    cpp_logs = {run: cpp_log(options.loopscope, run) for run in runs}
    differences = Differences(options.update)
    wrong = check_entries(differences, options.scenarios)
    interpreters = [native(python) for python in options.python or [sys.executable]]
    if not options.no_pyodide:
        interpreter, reason = pyodide(options.build_dir)
        if interpreter:
            interpreters.append(interpreter)
        else:
            print(f"SKIPPED: CPython 3.14 (pyodide): {reason}")
    for interpreter in interpreters:
        wrong += compare(runs, cpp_logs, interpreter, differences)
    if options.update:
        differences.save()
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
