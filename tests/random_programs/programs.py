"""What all random programs have, and what their numbers are picked from."""

FUTURES, LOCKS, EVENTS, CONDITIONS, BARRIERS, READERS, ENDS = 3, 2, 2, 2, 1, 2, 4
MOST_TASKS = 25
MOST_TARGETS = 12  # tasks and futures are picked from the first of them
DELAYS = (0, 0, 0, 0.5, 1, 1, 1, 2, 2, 3)
CALLBACK_DELAYS = DELAYS + (-1,)
LIMITS = (-1, 0, 0, 0.5, 1, 1, 1, 2, 2, 3, None)
ERRORS = ("ValueError", "KeyError", "RuntimeError", "OSError", "TimeoutError", "CancelledError")
