"""The threads of a program on a virtual clock: one runs at a time, and what it waits for is loop time.

The rules are those of the engine (docs/differences_from_asyncio.md): the loop's thread runs until it waits; then
each thread that can go on has its turn, in the order in which it became able to, until it waits. A thread that
waits for something that is not Python's loses its turn when the kernel says so.
"""

import _thread
import collections
import os
import threading
from time import monotonic, sleep

from .kinds import Kind

PROOFS = 3  # a thread that the kernel calls waiting this often in a row does wait
PROOFS_IN_REALITY = 250  # where it waits for Python's own threads to begin or end: it has its turn until they have
BETWEEN_PROOFS = 0.002  # seconds
BETWEEN_LOOKS = 0.001  # seconds, of a thread that is free

READY, RUNNING, OUTSIDE, WAITING, GONE = range(5)

unseated = []  # threads that the program started while no loop ran, and those that wait for a timer of theirs
timed = set()  # numbers of the kernel of threads without a seat that wait, but not longer than they said

of_thread = threading.local()  # seat: of this thread; real: its waiting is nobody's business


class Seat:
    """A thread's place in the order of turns; for each call in an executor a place of its own."""

    def __init__(self, threads, name, order):
        self.threads = threads
        self.name = name
        self.order = order
        self.state = READY
        self.condition = None
        self.deadline = None
        self.met = False
        self.native_id = None
        self.in_reality = False  # its waits are Python's own, which end by what has no place here
        self.worker = None  # of a call in an executor: the number of its thread
        self.object = 0  # its number in the recording
        self.go = locked()

    def enter(self):
        """In the thread itself: waits for its first turn."""
        of_thread.seat = self
        threading.current_thread().name = self.name
        self.native_id = threading.get_native_id()
        self.go.acquire()

    def leave(self):
        if own_seat() is self:  # else the call was cancelled before it began
            of_thread.seat = None
        self.threads.left(self)


class Pool:
    """Which threads of an executor are busy, and who waits for one.

    Which of several idle threads takes a call is chance: here it is the first, and it gets its name.
    """

    def __init__(self):
        self.busy = set()
        self.queue = collections.deque()


class Threads:
    def __init__(self, loop):
        self._loop = loop
        self._seats = []
        self._line = collections.deque()
        self._waiting = []
        self._pools = {}
        self._count = 0
        self._back = locked()  # released by a thread that gives up its turn
        self._changing = _thread.allocate_lock()  # held where a thread and the loop's may change one seat
        self._stirred = False
        self.free = False  # nobody gives turns any more

    # By whoever has the turn

    def seat(self, name):
        self._count += 1
        seat = Seat(self, name, self._count)
        self._seats.append(seat)
        return seat

    def add(self, name):
        seat = self.seat(name)
        self._line.append(seat)
        return seat

    def add_job(self, executor):
        pool = self._pools.setdefault(id(executor), Pool())
        seat = self.seat("")
        idle = min(set(range(executor._max_workers)) - pool.busy, default=None)
        if idle is None:
            pool.queue.append(seat)
        else:
            self._begin_job(seat, pool, executor, idle)
        return seat

    def _begin_job(self, seat, pool, executor, worker):
        self._count += 1
        seat.order = self._count  # as if it were a thread that begins now
        seat.worker = worker
        seat.name = f"{executor._thread_name_prefix}_{worker}"
        pool.busy.add(worker)
        self._line.append(seat)

    def job_left(self, seat, executor):
        if self.free:
            return seat.leave()
        pool = self._pools[id(executor)]
        if seat in pool.queue:
            pool.queue.remove(seat)
        else:
            pool.busy.remove(seat.worker)
            if pool.queue:
                self._begin_job(pool.queue.popleft(), pool, executor, seat.worker)
        if seat in self._line:
            self._line.remove(seat)
        seat.leave()

    def is_idle(self, executor):
        pool = self._pools.get(id(executor))
        return pool is None or not pool.busy

    # In the thread of a seat

    def left(self, seat):
        with self._changing:
            self._stir(seat)
            seat.state = GONE
            self._give_back()

    def wait(self, seat, condition, timeout):
        """Waits until condition() or for `timeout` seconds of loop time; returns whether it was true."""
        if condition is not None and condition():
            return True
        seat.condition = condition
        seat.deadline = None if timeout is None else self._loop.time() + timeout
        with self._changing:
            self._stir(seat)
            if timeout is not None and timeout <= 0:
                self._make_ready(seat, False)
            else:
                seat.state = WAITING
                self._waiting.append(seat)
            if self.free:
                seat.go.release()
            self._give_back()
        seat.go.acquire()
        return self._wait_really(seat) if seat.state == WAITING else seat.met

    def _wait_really(self, seat):
        until = None if seat.deadline is None else monotonic() + seat.deadline - self._loop.time()
        while not (seat.condition is not None and seat.condition()):
            if until is not None and monotonic() >= until:
                return False
            locked().acquire(timeout=BETWEEN_LOOKS)
        return True

    def _stir(self, seat):
        self._stirred = self._stirred or seat.state == OUTSIDE

    def _give_back(self):
        if self._back.locked():
            self._back.release()

    # In the loop's thread

    def set_free(self):
        """The loop is over: its threads go on without turns, and what they wait for is real time."""
        with self._changing:
            if self.free:
                return
            self.free = True
            for seat in self._seats:
                if seat.state in (READY, WAITING):
                    seat.go.release()

    def run(self):
        """Every thread that can run runs until it waits."""
        if self.free:
            return
        for seat in self._seats:
            if seat.state == OUTSIDE and not _kernel_waits(seat.native_id):
                if self._change(seat, OUTSIDE, RUNNING):
                    self._watch(seat)
        while True:
            while self._line:
                self._give_turn(self._line.popleft())
            if not self._wake(lambda seat: False):
                break
        for seat in [seat for seat in self._seats if seat.state == GONE]:
            self._seats.remove(seat)
            if seat.object:
                self._loop.observer.emit("drop", seat.object)

    def next_deadline(self):
        if self.free:
            return None
        return min((seat.deadline for seat in self._waiting if seat.deadline is not None), default=None)

    def wake_due(self, now):
        never = float("inf")
        self._waiting.sort(key=lambda seat: (never if seat.deadline is None else seat.deadline, seat.order))
        self._wake(lambda seat: seat.deadline is not None and seat.deadline <= now)

    def work_outside(self):
        """Whether a thread does something that only real time ends.

        Asked more than once: one that was woken this moment, or waits for Python's own lock, looks as if it waited.
        """
        if self.free:
            return any(seat.state != GONE for seat in self._seats)
        for proof in range(PROOFS + 1):
            if proof:
                sleep(BETWEEN_PROOFS)
            if self._stirred:
                self._stirred = False
                return True
            outside = self._outside()
            if not outside:
                return False
            if any(_kernel_waits(native_id) != "lock" for native_id in outside):
                return True
        return False

    def _outside(self):
        """Of what waits, or not, without our knowing: numbers of the kernel; None for what is known to work."""
        outside = [None if seat.in_reality else seat.native_id for seat in self._seats if seat.state == OUTSIDE]
        return outside + [None if number in timed else number for number in _unseated_numbers()]

    def _wake(self, due):
        woken = []
        for seat in self._waiting:
            met = seat.condition is not None and seat.condition()
            if met or due(seat):
                woken.append((seat, met))
        for seat, met in woken:
            self._waiting.remove(seat)
            self._make_ready(seat, met)
        return bool(woken)

    def _make_ready(self, seat, met):
        seat.state = READY
        seat.met = met
        self._line.append(seat)

    def _give_turn(self, seat):
        observer = self._loop.observer
        if seat.object == 0:
            seat.object = observer.recording.new(Kind.THREAD, seat.name)
        observer.emit("thread.run", seat.object)
        seat.deadline = None
        seat.state = RUNNING
        seat.go.release()
        self._watch(seat)
        if seat.state != GONE:
            until = -1 if seat.deadline is None else self._loop.nanoseconds(seat.deadline)
            observer.emit("thread.wait", seat.object, value=until)

    def _watch(self, seat):
        """Until the thread waits, here or where the kernel says."""
        proofs = 0
        while seat.state == RUNNING and proofs < (PROOFS_IN_REALITY if seat.in_reality else PROOFS):
            if not self._back.acquire(timeout=BETWEEN_PROOFS):
                proofs = proofs + 1 if _kernel_waits(seat.native_id) else 0
        self._change(seat, RUNNING, OUTSIDE)

    def _change(self, seat, before, after):
        """False if the thread itself was quicker: its state is another now."""
        with self._changing:
            changes = seat.state == before
            if changes:
                seat.state = after
        return changes


def _unseated_numbers():
    """Of threads that may call at any time: the first one, where the loop runs in another, and those before the loop."""
    for thread in unseated[:]:
        if not thread.is_alive():
            unseated.remove(thread)
    here = threading.current_thread()
    return [each.native_id for each in (threading.main_thread(), *unseated) if each is not here]


def locked():
    lock = _thread.allocate_lock()
    lock.acquire()
    return lock


def _kernel_waits(native_id):
    """What a thread waits for in the kernel: "lock", "world", or nothing."""
    if native_id is None:
        return ""
    try:
        with open(f"/proc/self/task/{native_id}/syscall") as file:
            call = file.read().split(" ", 1)[0]
    except OSError:  # not Linux: it is taken to run
        return ""
    if not call.isdigit():
        return ""
    return "lock" if int(call) == _FUTEX else "world"


_FUTEX = 98 if os.uname().machine == "aarch64" else 202


def forget():
    """In a copy of this process: the other threads are gone, and nobody gives turns."""
    of_thread.seat = None
    unseated.clear()
    timed.clear()


def own_seat():
    return getattr(of_thread, "seat", None)
