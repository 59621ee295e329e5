"""Threads of the program that may still tell the loop something: while one runs, the virtual clock waits."""

import threading


class Job:
    """One function in an executor."""

    def __init__(self):
        self.started = False
        self.finished = False
        self.future = None

    def under_way(self):
        if self.future is None or not self.future.done():
            return True
        return self.started and not self.finished


class Threads:
    def __init__(self):
        self._jobs = []
        self._known = set(
            threading.enumerate()
        )  # those that were there before the loop are not the program's

    def job(self, func):
        """A Job, and `func` wrapped so that the job knows when it runs."""
        job = Job()
        self._jobs.append(job)

        def tracked(*args):
            job.started = True
            try:
                return func(*args)
            finally:
                job.finished = True

        return job, tracked

    def under_way(self):
        self._jobs = [job for job in self._jobs if job.under_way()]
        return bool(self._jobs) or any(self._is_own(thread) for thread in threading.enumerate())

    def _is_own(self, thread):
        """Whether the program started this thread by itself; those of an executor count by their jobs."""
        return thread not in self._known and not thread.name.startswith(("asyncio_", "ThreadPoolExecutor-"))
