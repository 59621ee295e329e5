"""A program's step log as one text, for tests and for hosts without a command line."""

from .program import Program, ProgramError, parse_setting
from .run import record
from .step_log import StepLog


def step_log_of(path, settings=()):
    """(step log, None), or (what there is of it, what went wrong). `settings` are NAME=VALUE texts."""
    lines = []
    try:
        program = Program(path)
        pairs = [parse_setting(text) for text in settings]
        for name, value in pairs:
            program.override(name, value)
        outcome = record(program, pairs, [StepLog(lines.append)])
    except ProgramError as exc:
        return '', str(exc)
    error = None if outcome.error is None else f'{type(outcome.error).__name__}: {outcome.error}'
    return ''.join(line + '\n' for line in lines), error
