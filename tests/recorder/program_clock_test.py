"""What a program on a virtual clock is told of the time."""

import datetime
import time
import unittest

import support


class ProgramClockTest(support.RecorderTest):
    def output(self, body, **more):
        recorded = self.run_program(body, **more)
        self.assertIsNone(recorded.outcome.error)
        return recorded.output.splitlines()

    def test_measures_what_the_loop_would_have_taken(self):
        body = """
            import time

            async def main():
                readings = time.monotonic, time.perf_counter, time.time, time.monotonic_ns, time.time_ns
                before = [read() for read in readings]
                await asyncio.sleep(1)
                time.sleep(2)
                print([f"{read() - then:.3g}" for read, then in zip(readings, before)])
                print(time.monotonic() == asyncio.get_running_loop().time())
        """
        self.assertEqual(self.output(body), ["['3', '3', '3', '3e+09', '3e+09']", "True"])

    def test_the_time_of_day_goes_on(self):
        body = """
            import time

            async def main():
                shown = time.strftime("%X"), time.ctime(), time.localtime().tm_sec, time.gmtime(None).tm_sec
                await asyncio.sleep(1)
                now = time.strftime("%X"), time.ctime(), time.localtime().tm_sec, time.gmtime(None).tm_sec
                print([a != b for a, b in zip(shown, now)])
                print(time.strftime("%Y", time.gmtime(0)), abs(time.time() - time.mktime(time.localtime())) < 1)
        """
        self.assertEqual(self.output(body), ["[True, True, True, True]", "1970 True"])

    def test_measures_around_a_run_and_between_two(self):
        body = """
            import asyncio, time

            for _ in range(2):
                start = time.perf_counter()
                asyncio.run(asyncio.sleep(3600))
                print(f"{time.perf_counter() - start:.0f}")
            start = time.perf_counter()
            time.sleep(0.01)
            print(0.01 <= time.perf_counter() - start < 100)
        """
        self.assertEqual(self.output(body, whole=True), ["3600", "3600", "True"])

    def test_who_waits_for_a_time_by_reading_the_clock_has_it_come(self):
        body = """
            import time

            async def main():
                until = time.monotonic() + 0.2
                while time.monotonic() < until:
                    pass
                await asyncio.sleep(0)
                print(f"{asyncio.get_running_loop().time():.3f}")
        """
        recorded = self.run_program(body)
        self.assertEqual(recorded.output, "0.200\n")
        (clock,) = recorded.events("clock")
        self.assertAlmostEqual(clock["value"] / 1e9, 0.2, 3)
        self.assertIn("slow callback", [e["text"][:13] for e in recorded.events("warning")])

    def test_many_tasks_may_each_read_the_clock(self):
        body = """
            import time

            async def works():
                start = time.perf_counter()
                await asyncio.sleep(1)
                return time.perf_counter() - start

            async def main():
                print(set(await asyncio.gather(*(works() for _ in range(3000)))))
        """
        self.assertEqual(self.output(body), ["{1.0}"])

    def test_a_timeout_of_a_queue_of_threads_is_loop_time_exactly(self):
        body = """
            import queue

            def wait(things):
                try:
                    things.get(timeout=0.1)
                except queue.Empty:
                    print("empty")

            async def main():
                await asyncio.to_thread(wait, queue.Queue())
                print(asyncio.get_running_loop().time())
        """
        self.assertEqual(self.output(body), ["empty", "0.1"])

    def test_on_the_real_clock_and_afterwards_time_is_as_it_was(self):
        real = time.monotonic, time.time, time.strftime, datetime.datetime
        body = """
            import time

            async def main():
                print(time.monotonic.__self__ is time)
        """
        self.assertEqual(self.output(body, real_time=True), ["True"])
        self.output(body.replace("__self__ is time", "__name__"))
        self.assertEqual(real, (time.monotonic, time.time, time.strftime, datetime.datetime))


if __name__ == "__main__":
    unittest.main()
