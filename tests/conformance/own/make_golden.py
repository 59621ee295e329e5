#!/usr/bin/env python3
"""Writes golden/ anew: what CPython 3.14 does with the programs of this folder, by the recorder.

    make_golden.py PYTHON3.14 [NAME...]
"""

import os
import pathlib
import re
import subprocess
import sys

FOLDER = pathlib.Path(__file__).resolve().parent
RECORDER = FOLDER.parents[2] / "recorder"
NOT_PROGRAMS = {"caselog", "make_golden"}


def run(python, program, output_format):
    environment = dict(os.environ, PYTHONPATH=str(RECORDER), PYTHONDONTWRITEBYTECODE="1")
    command = [python, "-m", "loopscope_recorder", str(program), "--format", output_format]
    output = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True).stdout
    return re.sub(r" at 0x[0-9a-f]+", "", output)  # as in the step log: no two runs have the same addresses


def main(python, *names):
    version = subprocess.run([python, "-c", "import sys; print(sys.version_info[:2])"], stdout=subprocess.PIPE, text=True)
    if version.stdout.strip() != "(3, 14)":
        sys.exit(f"make_golden.py: {python} is no Python 3.14, which is the reference")
    for program in sorted(FOLDER.glob("*.py")):
        name = program.stem
        if name in NOT_PROGRAMS or (names and name not in names):
            continue
        golden = FOLDER / "golden"
        (golden / f"{name}.out").write_text(run(python, program, "text"))
        if "# events: no" not in program.read_text():
            (golden / f"{name}.events").write_text(run(python, program, "steps"))


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(*sys.argv[1:])
