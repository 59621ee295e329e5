"""Names and numbers of the recording format; docs/trace_format.md says what they mean."""

import enum


class Kind(enum.IntEnum):
    """Object kinds: `c` of `new`."""

    OTHER = 0
    TASK = 1
    FUTURE = 2
    SLEEP = 3
    GATHER = 4
    SHIELD = 5
    TIMER = 6
    HANDLE = 7
    TIMEOUT = 8
    SERVER = 9
    TRANSPORT = 10
    READER = 11
    LOCK = 12
    EVENT = 13
    CONDITION = 14
    SEMAPHORE = 15
    BARRIER = 16
    QUEUE = 17
    TASK_GROUP = 18
    THREAD = 19
    WATCHER = 20
    CALLBACK = 21
    GENERATOR = 22
    PROCESS = 23


class Reason(enum.IntEnum):
    """Why an entry is in the ready queue: `flags` of `ready`."""

    CREATED = 1
    YIELDED = 2
    WOKEN = 3
    DONE_CALLBACK = 4
    TIMER = 5
    CALL_SOON = 6
    IO = 7
    THREAD = 8


RESULT, EXCEPTION, CANCELLED = 0, 1, 2  # outcomes: `flags` of `resolve`
INTERNAL = 1  # new, call: asyncio's own
STEP_ENDS = 1  # clock
EAGER = 2  # step: nested in another, not from the ready queue
RETURN_CANCELLED = 1  # return: the task counts as cancelled all the same
ALREADY_DONE = 1  # cancel
GOES_ON = 1  # print: a piece, the line goes on in the next
HAS_MESSAGE = 1  # c of cancel
MESSAGE_IS_NO_TEXT = 2  # c of cancel: what is told is its repr
THROW_AT_NEXT_STEP = 2  # cancel.end
BY_RAISE = 1  # leave
READ, WRITE = 1, 2  # watch, unwatch, stream.*
RECEIVED, SENT = 1, 2  # stream.eof
FRONT, BACK, ANYWHERE = 0, 1, 2  # queue.get
