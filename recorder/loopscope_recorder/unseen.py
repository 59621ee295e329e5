"""What keeps the loop's thread in truth although it takes no time on the virtual clock: computing, and waiting for the world.

The recording, which is the same in every run, cannot tell of it; the person who records is told at the end.
"""

import time

MOMENT = 1.0  # seconds that a step may take without computing
SHARE = 0.05  # of the time: who gets less of the processor waits; of a busy machine one gets more
MOST = 3  # are told

_cpu = getattr(time, "thread_time", time.process_time)
_now = time.monotonic


class Unseen:
    def __init__(self, observer):
        self._observer = observer
        self._found = []  # (seconds, sentence)
        self._begun = []  # of the steps and callbacks that run: (seconds of CPU, those of the recorder, of real time, how often it waited)
        self._waits = 0

    def begins(self):
        self._begun.append((_cpu(), self._observer.cost.seconds(), _now(), self._waits))

    def waits(self):
        """The program blocks its thread by what has a time on the virtual clock."""
        self._waits += 1

    def ends(self, limit, tell):
        """A step or callback is over. `tell` is asked whose it was and the place where it began, if it took long."""
        cpu, cost, begin, waits = self._begun.pop()
        busy, took = _cpu() - cpu, _now() - begin
        computed = busy - (self._observer.cost.seconds() - cost)
        if computed >= limit:
            self._note(computed, "computed", *tell())
        elif took >= max(limit, MOMENT) and busy < SHARE * took and waits == self._waits:
            self._note(took, "kept the loop's thread", *tell())

    def _note(self, seconds, what, who, loc):
        place = self._observer.recording.place(loc)
        where = f" from {place[0]}, line {place[1]} on" if place else ""
        self._found.append((seconds, f"{who} {what} for {seconds:.2f} s{where}"))

    def sentences(self):
        """The longest first."""
        longest = [sentence for _, sentence in sorted(self._found, reverse=True)]
        left = len(longest) - MOST
        return longest[:MOST] + ([f"{left} more steps did so"] if left > 0 else [])
