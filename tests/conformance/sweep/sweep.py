#!/usr/bin/env python3
"""Cancels every task of every program in every turn, on the engine and under CPython, and compares their step logs.

    sweep.py --python PYTHON3.14 --conformance PROGRAM [--kind cancel|twice|fail] [--most N] [--folder DIR]...
             [--write] [NAME...]

The programs are those of own/, the scenarios (scenarios/NAME, with their defaults), and those of each DIR that have a C++
twin. --most is for each program: that many runs, spread evenly. A run that differs in more than explained.json says is
shown, and the exit code is 1. --write puts the runs that are equal into golden.txt, in place of those of these programs and
that kind.
"""

import argparse
import concurrent.futures
import difflib
import json
import os
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
GOLDEN = HERE / "golden.txt"
NO_PROGRAMS = {"caselog", "make_golden"}
WHEN = "ended", "never", "soonest", "collected"  # what lives how long: see cpython_side.py
SHOWN = 3
PORT = re.compile(r"(Connect call failed \('[^']*',) \d+")  # chance
ALONE = {"run_interrupted", "runner_again"}  # signals: only in a process of their own, not in golden.txt


def programs(folders):
    found = {}
    for folder in (HERE.parent / "own", *map(pathlib.Path, folders)):
        for path in sorted(folder.glob("*.py")):
            if path.stem not in NO_PROGRAMS and "# events: no" not in path.read_text(encoding="utf-8"):
                found[path.stem] = path
    for path in sorted((ROOT / "scenarios").glob("*/scenario.json")):
        found[f"scenarios/{path.parent.name}"] = path.parent / f"{path.parent.name}.py"
    return found


def logs(command, lines, path=None):
    """{"TURN TASK": steps}"""
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    if path:
        environment["PYTHONPATH"] = f"{path.parent}:{path.parent.parent}"
    done = subprocess.run(
        command, input="".join(f"{line}\n" for line in lines), capture_output=True, text=True, errors="replace",
        env=environment, cwd=ROOT,
    )
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))}: exit code {done.returncode}\n{done.stderr[-3000:]}")
    parts = re.split(r"^=== (.*)\n", done.stdout, flags=re.MULTILINE)
    return {run: PORT.sub(r"\1 PORT", steps) for run, steps in zip(parts[1::2], parts[2::2])}


class Sweep:
    def __init__(self, options):
        self.options = options

    def of(self, name, path):
        """({run: CPython's log}, {run: the engine's}); where any lifetime gives what the engine does, that is CPython's."""
        kind, most = self.options.kind, self.options.most
        command = [self.options.python, HERE / "cpython_side.py", path, kind, str(most)]
        reference = logs([*command, WHEN[0]], [], path)
        reference = {run: steps for run, steps in reference.items() if not steps.endswith("print NO END\n")}
        runs = [run for run in reference if run != "as it is"]
        engine = logs([self.options.conformance, "--sweep", name, kind], runs)
        for when in WHEN[1:]:
            different = [run for run in runs if reference[run] != engine[run]]
            if different:
                again = logs([*command, when], different, path)
                reference |= {run: again[run] for run in different if again[run] == engine[run]}
        return reference, engine


def digest(text):
    """FNV-1a, as sweep.cpp has it."""
    value = 0xCBF29CE484222325
    for each in text.encode("utf-8", "surrogateescape"):
        value = (value ^ each) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return f"{value:016x}"


def difference(reference, engine):
    """The lines that differ, "-" before CPython's and "+" before the engine's."""
    lines = difflib.unified_diff(reference.splitlines(), engine.splitlines(), n=0, lineterm="")
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


def is_explained(reasons, reference, engine):
    """`reasons`: of this program, in explained.json. Each line that differs must be one that a reason expects."""
    expected = [line for reason in reasons for line in reason["lines"]]
    return all(any(re.fullmatch(each, line) for each in expected) for line in difference(reference, engine))


def show(name, run, reference, engine):
    print(f"\n=== {name} {run}")
    print(*difflib.unified_diff(reference.splitlines(), engine.splitlines(), "CPython", "engine", n=6, lineterm=""), sep="\n")


def write(kind, equal):
    """`equal`: {program: {run: steps}}"""
    blocks = re.split(r"^(?=\S+ [a-z]+\n)", GOLDEN.read_text() if GOLDEN.exists() else "", flags=re.MULTILINE)
    found = {block.split("\n")[0]: block for block in blocks if block}
    for name, runs in equal.items():
        lines = [f"{run} {digest(steps)}\n" for run, steps in runs.items() if " PORT" not in steps]
        if name in ALONE or not lines:
            continue
        found[f"{name} {kind}"] = "".join([f"{name} {kind}\n", *lines])
    GOLDEN.write_text("".join(found[title] for title in sorted(found)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--python", required=True)
    parser.add_argument("--conformance", required=True, metavar="PROGRAM")
    parser.add_argument("--kind", choices=("cancel", "twice", "fail"), default="cancel")
    parser.add_argument("--most", type=int, default=300)
    parser.add_argument("--folder", action="append", default=[], metavar="DIR")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()

    explained = json.loads((HERE / "explained.json").read_text(encoding="utf-8"))
    sweep, known = Sweep(options), programs(options.folder)
    names = options.names or list(known)
    runs, unexplained, listed, equal = 0, [], [], {}
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as threads:
        for name, (reference, engine) in zip(names, threads.map(lambda name: sweep.of(name, known[name]), names)):
            different = [run for run in reference if reference[run] != engine[run]]
            equal[name] = {run: reference[run] for run in reference if run not in ["as it is", *different]}
            runs += len(reference) - 1
            strange = [run for run in different if not is_explained(explained.get(name, []), reference[run], engine[run])]
            listed += [f"{name} ({len(different) - len(strange)})"] if len(different) > len(strange) else []
            for run in strange[:SHOWN]:
                show(name, run, reference[run], engine[run])
            unexplained += [f"{name} {run}" for run in strange]
            sys.stdout.flush()
    print(f"{options.kind}: {len(names)} programs, {runs} runs, {sum(map(len, equal.values()))} equal, {len(unexplained)} unexplained")
    print("explained.json says why of:", *listed)
    if options.write:
        write(options.kind, equal)
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
