"""Step logs as text, for tests and for hosts without a command line.

    python3 -m loopscope_recorder.steps < RUNS.json > LOGS.json

RUNS is [{"program": PATH, "set": ["NAME=VALUE", ...], "text": SOURCE, without it what is in the file}, ...],
the result {"python": VERSION, "logs": [{"steps", "error"}, ...]}.
"""

import gc
import json
import platform
import sys

from .program import Program, ProgramError, parse_setting
from .run import record
from .step_log import StepLog


def step_log_of(path, settings=(), text=None):
    """(step log, None), or (what there is of it, what went wrong). `settings` are NAME=VALUE texts."""
    lines = []
    try:
        program = Program(path, text)
        for setting in settings:
            program.override(*parse_setting(setting))
        outcome = record(program, [StepLog(lines.append)])
    except ProgramError as exc:
        return "", str(exc)
    error = None if outcome.error is None else f"{type(outcome.error).__name__}: {outcome.error}"
    return "".join(line + "\n" for line in lines), error


def logs_of(runs_json):
    gc.freeze()  # what is there need not be looked through after each program
    logs = [
        dict(zip(("steps", "error"), step_log_of(run["program"], run["set"], run.get("text"))))
        for run in json.loads(runs_json)
    ]
    return json.dumps({"python": platform.python_version(), "logs": logs})


if __name__ == "__main__":
    print(logs_of(sys.stdin.read()))
