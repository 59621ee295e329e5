"""Runs a program under CPython again and again, each time with something done to one of its tasks at the beginning of a turn.

    cpython_side.py PROGRAM KIND MOST [WHEN] < RUNS > LOGS

KIND: cancel (the task), twice (in this turn and the next) or fail (what it awaits, with ValueError). RUNS are lines
"TURN TASK", the task by its place in the order of creation; without any, it is every task that is alive in every turn, at
most MOST of them, spread evenly. LOGS: "=== TURN TASK", then the step log; first "=== as it is".

In CPython the traceback of an exception keeps what the coroutine held that it has left, and cycles keep each other; in C++
both go at once (docs/differences_from_asyncio.md). WHEN says when they go here: "ended" (without it) clears the frames
of a task that ends by an exception, but for a connection's handler; "soonest" also those within a handler, and those that
an exception has left by the time it leaves `async with server`, where it collects; "collected" is "ended" with a collection
then; "never" does nothing. Where all four give something else than the engine does, it is no matter of lifetimes.
"""

import asyncio
import gc
import os
import pathlib
import signal
import sys
import weakref

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "recorder"))

from loopscope_recorder import futures  # noqa: E402
from loopscope_recorder.clocks import WaitsForEver  # noqa: E402
from loopscope_recorder.kinds import INTERNAL, Kind  # noqa: E402
from loopscope_recorder.loop import RecordedLoop  # noqa: E402
from loopscope_recorder.program import Program  # noqa: E402
from loopscope_recorder.run import record  # noqa: E402
from loopscope_recorder.step_log import StepLog  # noqa: E402

PATIENCE = 20  # seconds for a run


class Tasks:
    """A listener: the numbers of the program's tasks, in order of creation."""

    def __init__(self):
        self.numbers = []

    def define(self, line):
        pass

    def end(self, count):
        pass

    def event(self, kind, a, b, text, value, loc, flags, c):
        if kind == "new" and c == Kind.TASK and not flags & INTERNAL:
            self.numbers.append(a)


class Meddler:
    """What is done to the program's first loop. Without `plan` ({turn: (task, kind)}) it notes who is alive when."""

    def __init__(self, tasks, plan, last_turn):
        self.tasks = tasks
        self.plan = plan
        self.last_turn = last_turn
        self.loop = None
        self.alive = []  # (turn, [places of tasks])

    def turn_begins(self, loop):
        self.loop = self.loop or loop
        if loop is not self.loop:
            return
        turn = loop.observer.turn
        if self.plan is None:
            numbers = [task.number for task in asyncio.all_tasks(loop)]
            self.alive.append((turn, [self.tasks.numbers.index(n) for n in numbers if n in self.tasks.numbers]))
        elif turn in self.plan:
            loop._ready.appendleft(asyncio.Handle(self.act, self.plan[turn], loop))  # nothing records it
        elif turn > self.last_turn:
            loop.observer.recording.close()
            raise WaitsForEver

    def act(self, place, kind):
        for task in asyncio.all_tasks(self.loop):
            if task.number == self.tasks.numbers[place]:
                if kind == "fail":
                    fail_what_it_awaits(task)
                else:
                    task.cancel()


def fail_what_it_awaits(task):
    while isinstance(task, asyncio.Task):
        task = task._fut_waiter
    if task is not None and not task.done():
        task.set_exception(ValueError())
        task.meddled = True


# Lifetimes

when = "ended"
meddler = None
handlers = weakref.WeakSet()  # tasks of start_server()'s callback: of those the engine, too, keeps what they held
handlers_begin = 0


def let_go(exc, seen=(), kept=None):
    """`kept`: the code whose frame stays."""
    frames = []
    traceback = exc.__traceback__
    while traceback:
        frames += [traceback.tb_frame] if traceback.tb_frame.f_code is not kept else []
        traceback = traceback.tb_next
    for frame in reversed(frames):
        try:
            frame.clear()
        except RuntimeError:
            pass  # it still runs
    if exc.__context__ is not None and exc.__context__ not in seen:
        let_go(exc.__context__, (*seen, exc), kept)


def unless_meddled(method):
    """A method by which asyncio settles a future: what was made to fail stays so, as on the engine, without InvalidStateError."""

    def settle(future, value):
        if not getattr(future, "meddled", False) or future.label.startswith("future "):  # the program's own
            method(future, value)

    return settle


def install():
    for name in "set_result", "set_exception":
        setattr(futures.FutureOnly, name, unless_meddled(getattr(futures.FutureOnly, name)))
    run_ready, report_end = RecordedLoop._run_ready, futures._report_end
    connection_made = asyncio.StreamReaderProtocol.connection_made
    shutdown_asyncgens, aexit = asyncio.BaseEventLoop.shutdown_asyncgens, asyncio.Server.__aexit__

    def meddled_run_ready(loop):
        meddler.turn_begins(loop)
        run_ready(loop)

    def report_end_and_let_go(task, exc, thrown=None):
        if when != "never" and not handlers_begin and (when == "soonest" or task not in handlers):
            let_go(exc, kept=task.get_coro().cr_code if task in handlers else None)
            if when == "collected" and meddler.plan:
                gc.collect()
        report_end(task, exc, thrown)

    def noted_connection_made(protocol, transport):
        global handlers_begin
        handlers_begin += 1
        try:
            connection_made(protocol, transport)
        finally:
            handlers_begin -= 1
        if protocol._task is not None:
            handlers.add(protocol._task)

    async def letting_go_aexit(server, *exc):
        if when == "soonest" and exc[1] is not None:
            let_go(exc[1])
            gc.collect()
        await aexit(server, *exc)

    def collecting_shutdown_asyncgens(loop):
        gc.collect()
        return shutdown_asyncgens(loop)

    RecordedLoop._run_ready = meddled_run_ready
    futures._report_end = report_end_and_let_go
    asyncio.StreamReaderProtocol.connection_made = noted_connection_made
    asyncio.Server.__aexit__ = letting_go_aexit
    asyncio.BaseEventLoop.shutdown_asyncgens = collecting_shutdown_asyncgens


def run(path, text, plan=None, last_turn=0):
    global meddler
    tasks, lines = Tasks(), []
    meddler = Meddler(tasks, plan, last_turn)
    program = Program(path, text)
    outcome = record(program, [tasks, StepLog(lines.append)])
    if outcome.waits and meddler.plan and meddler.loop.observer.turn > last_turn:
        lines.append("print NO END")
    elif outcome.error is not None and not outcome.waits:
        lines.append(f"print main raised {program.stable(repr(outcome.error))}")
    return "".join(line + "\n" for line in lines)


def text_of(path):
    text = pathlib.Path(path).read_text(encoding="utf-8").replace('if __name__ == "__main__":', "if True:")
    return text if "asyncio.run(" in text else text + "\nasyncio.run(main())\n"


def put(text):
    data = text.encode("utf-8", "surrogateescape")
    while data:
        data = data[os.write(OUT, data) :]


def in_a_process(action):
    """Whatever becomes of a run, the next one begins as the first did."""
    child = os.fork()
    if child == 0:
        signal.alarm(PATIENCE)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # what asyncio logs
        put(action())
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    if status:
        put(f"ENDED {status}\n")


def main(path, kind, most, *rest):
    global when
    text = text_of(path)
    sys.argv = [path]
    wanted = [tuple(map(int, line.split())) for line in sys.stdin]
    put("=== as it is\n" + run(path, text))
    runs = [(turn, place) for turn, places in meddler.alive for place in places]
    last_turn = meddler.alive[-1][0] * 3 + 200
    if len(runs) > int(most):
        runs = [runs[i * len(runs) // int(most)] for i in range(int(most))]
    when = rest[0] if rest else "ended"
    gc.collect()
    gc.freeze()
    for turn, place in wanted or runs:
        put(f"=== {turn} {place}\n")
        plan = {turn: (place, kind)} | ({turn + 1: (place, kind)} if kind == "twice" else {})
        in_a_process(lambda: run(path, text, plan, last_turn))


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell has its background jobs ignore it
    OUT = os.dup(1)
    install()
    main(*sys.argv[1:])
