"""The turns of threads: what no program shows, as it takes two threads that meet in one instant."""

import threading
import unittest
from unittest import mock

import support  # noqa: F401  finds the recorder

from loopscope_recorder import threads as turns


class ThreadsTest(unittest.TestCase):
    def test_a_thread_that_ends_while_the_kernel_is_asked_is_not_waited_for(self):
        threads = turns.Threads(loop=None)
        seat = threads.seat("worker")
        seat.state = turns.OUTSIDE

        left = [threads.left]

        def kernel_waits(_native_id):
            if left:
                left.pop()(seat)
            return ""

        with mock.patch.object(turns, "_kernel_waits", kernel_waits):
            runner = threading.Thread(target=threads.run, daemon=True)
            runner.start()
            runner.join(5)
        self.assertFalse(runner.is_alive(), "the loop waits for a thread that has ended")
        self.assertTrue(threads.work_outside(), "it did something")


if __name__ == "__main__":
    unittest.main()
