"""Whose callbacks and timers are told as whose, and what other threads do as theirs."""

import pathlib
import sys
import tempfile
import textwrap
import unittest

from support import RecorderTest

from loopscope_recorder.kinds import INTERNAL, Kind

LIBRARY = """
    import asyncio

    class Pump:
        def start(self):
            asyncio.get_running_loop().call_soon(self.run_once)
            asyncio.get_running_loop().call_later(1, self)

        def run_once(self):
            def later():
                pass

            asyncio.get_running_loop().call_soon(later)

        def __call__(self):
            pass

    class Timeout:
        def start(self):
            asyncio.get_running_loop().call_later(1, self.expire)

        def expire(self):
            pass
"""


class CallbacksTest(RecorderTest):
    def setUp(self):
        super().setUp()
        library = tempfile.TemporaryDirectory()
        self.addCleanup(library.cleanup)
        path = pathlib.Path(library.name) / "pump_of_others.py"
        path.write_text(textwrap.dedent(LIBRARY), encoding="utf-8")
        sys.path.append(library.name)
        self.addCleanup(sys.path.remove, library.name)
        self.addCleanup(sys.modules.pop, "pump_of_others", None)

    def test_a_librarys_callback_is_not_asyncios_and_has_the_name_of_its_method(self):
        recorded = self.run_program(
            """
            import pump_of_others

            async def main():
                pump_of_others.Pump().start()
                pump_of_others.Timeout().start()
                await asyncio.sleep(2)
            """
        )
        called = {e["a"]: e["flags"] for e in recorded.events("call") if e["text"] != "_run_until_complete_cb"}
        names = {recorded.name_of(number): flags for number, flags in called.items()}
        for name in "Pump.run_once", "run_once.later":
            self.assertEqual(names.get(name), 0, names)
        timers = {e["text"]: e["flags"] & INTERNAL for e in recorded.events("new") if e["c"] == Kind.TIMER}
        self.assertEqual(timers["expire"], 0)
        handles = [e["text"] for e in recorded.events("new") if e["c"] == Kind.HANDLE]
        self.assertIn("Pump.__call__", handles)
        self.assertIn("Timeout.expire", handles)

    def test_what_stands_in_for_asyncios_is_asyncios(self):
        recorded = self.run_program(
            """
            async def main():
                child = await asyncio.create_subprocess_exec("true", stdout=asyncio.subprocess.PIPE)
                await child.communicate()
            """
        )
        called = {e["text"]: e["flags"] for e in recorded.events("call")}
        self.assertEqual(called["_add_reader"], INTERNAL)
        self.assertEqual(set(called.values()), {INTERNAL})

    def test_what_a_thread_prints_in_real_time_is_not_told_of_the_task_that_runs(self):
        recorded = self.run_program(
            """
            import threading, time

            def talk(said):
                print("thread")
                said.set()

            async def main():
                said = threading.Event()
                threading.Thread(target=talk, args=(said,), name="talker").start()
                said.wait()
                print("task")
                await asyncio.to_thread(print, "worker")
            """,
            real_time=True,
        )
        printed = {e["text"]: recorded.name_of(e["a"]) for e in recorded.events("print")}
        self.assertEqual(printed, {"thread": "talker", "task": "Task-1", "worker": "asyncio_0"})


if __name__ == "__main__":
    unittest.main()
