"""Whichever way a program comes by its loop, it gets the one that is recorded."""

import asyncio
import sys
import unittest

import machine
import support

MAIN = """
    import asyncio

    async def main():
        await asyncio.sleep(1)
        print(asyncio.get_running_loop().time())
"""


class LoopsTest(support.RecorderTest):
    def assert_recorded(self, *lines):
        recorded = self.run_program(MAIN + "".join(f"\n    {line}" for line in lines), whole=True)
        self.assertIsNone(recorded.outcome.error)
        self.assertEqual(recorded.output, "1.0\n", "on the virtual clock")
        self.assertEqual(len(recorded.events("timer")), 1)
        return recorded

    def test_a_loop_of_the_policy_is_recorded(self):
        self.assert_recorded(
            "import warnings",
            "warnings.simplefilter('ignore')",
            "loop = asyncio.get_event_loop_policy().new_event_loop()",
            "loop.run_until_complete(main())",
        )

    @unittest.skipUnless(hasattr(asyncio, "Runner"), "Python 3.11")
    def test_a_loop_factory_of_another_loop_is_not_asked(self):
        self.assert_recorded(
            "from asyncio.unix_events import _UnixSelectorEventLoop",
            "with asyncio.Runner(loop_factory=_UnixSelectorEventLoop) as runner:",
            "    runner.run(main())",
        )

    @unittest.skipUnless(hasattr(asyncio, "Runner"), "Python 3.11")
    def test_a_loop_that_cannot_be_recorded_is_told_to_be_replaced(self):
        recorded = self.assert_recorded(
            "from asyncio.selector_events import BaseSelectorEventLoop",
            "with asyncio.Runner(loop_factory=BaseSelectorEventLoop) as runner:",
            "    runner.run(main())",
        )
        self.assertEqual(recorded.outcome.replaced, ["asyncio.selector_events.BaseSelectorEventLoop"])

    @unittest.skipUnless(hasattr(asyncio, "Runner"), "Python 3.11")
    def test_what_a_loop_factory_does_to_its_loop_holds(self):
        recorded = self.run_program(
            """
            import asyncio

            async def main():
                print(asyncio.get_running_loop().slow_callback_duration)

            def factory():
                loop = asyncio.SelectorEventLoop()
                loop.slow_callback_duration = 7
                return loop

            with asyncio.Runner(loop_factory=factory) as runner:
                runner.run(main())
            """,
            whole=True,
        )
        self.assertEqual(recorded.output, "7\n")

    def test_a_program_may_derive_from_the_loop_and_give_it_a_selector(self):
        self.assert_recorded(
            "import selectors",
            "class Loop(asyncio.SelectorEventLoop): pass",
            "loop = Loop(selectors.SelectSelector())",
            "assert isinstance(loop, asyncio.SelectorEventLoop)",
            "loop.run_until_complete(main())",
            "loop.close()",
        )

    @unittest.skipIf(sys.version_info < (3, 11), "TaskGroup")
    @unittest.skipUnless(hasattr(asyncio, "unix_events") and hasattr(asyncio, "Runner"), "Unix, Runner")
    def test_a_factory_may_make_a_loop_that_derives_from_the_one_of_the_system(self):
        recorded = self.run_program(
            """
            import asyncio

            class Loop(asyncio.unix_events._UnixSelectorEventLoop):
                calls = 0

                def call_soon(self, *args, **options):
                    self.calls += 1
                    return super().call_soon(*args, **options)

            async def main():
                await asyncio.sleep(1)
                return asyncio.get_running_loop().calls > 0

            with asyncio.Runner(loop_factory=Loop) as runner:
                print(runner.run(main()))
            """,
            whole=True,
        )
        self.assertEqual(recorded.output, "True\n")
        self.assertTrue(recorded.events("step"))

    def test_of_another_loop_it_is_said_that_nothing_is_recorded(self):
        recorded = self.run_program(
            """
            import asyncio
            from asyncio.selector_events import BaseSelectorEventLoop

            async def main():
                async with asyncio.TaskGroup() as group:
                    group.create_task(asyncio.sleep(0))
                print("done")

            loop = BaseSelectorEventLoop()
            loop.run_until_complete(main())
            loop.close()
            """,
            whole=True,
        )
        self.assertEqual(recorded.output, "done\n")
        self.assertEqual(recorded.outcome.unrecorded, ["a asyncio.selector_events.BaseSelectorEventLoop"])
        self.assertEqual([event["kind"] for event in recorded.events()], ["print"])

    def test_of_loops_that_run_at_the_same_time_one_is_recorded(self):
        recorded = self.run_program(
            """
            import asyncio, time

            async def elsewhere():
                start = time.perf_counter()
                async with asyncio.Lock():
                    await asyncio.sleep(0.01)
                print("elsewhere", time.perf_counter() - start >= 0.01)

            async def main():
                await asyncio.to_thread(asyncio.run, elsewhere())
                await asyncio.sleep(3600)

            asyncio.run(main())
            """,
            whole=True,
        )
        self.assertIsNone(recorded.outcome.error)
        self.assertEqual(recorded.output, "elsewhere True\n")
        self.assertEqual(recorded.outcome.unrecorded, ["a loop that ran at the same time as another"])
        machine.check(recorded.text)
        self.assertEqual([e["text"] for e in recorded.events("print")], ["elsewhere True"])
        self.assertFalse([name for name in recorded.strings.values() if name.startswith("Lock")])

    def test_a_second_loop_goes_on_where_the_first_ended(self):
        recorded = self.run_program(
            """
            import asyncio

            async def main():
                await asyncio.sleep(1)
                print(asyncio.get_running_loop().time())

            asyncio.run(main())
            asyncio.run(main())
            """,
            whole=True,
        )
        machine.check(recorded.text)
        self.assertEqual(recorded.output, "1.0\n2.0\n")
        self.assertEqual(recorded.events("turn")[-1]["value"], 2_000_000_000)

    def test_a_second_loop_on_the_real_clock_begins_when_it_does(self):
        recorded = self.run_program(
            """
            import asyncio, time

            async def main():
                print(asyncio.get_running_loop().time() >= 0.01)

            asyncio.new_event_loop().close()
            time.sleep(0.01)
            asyncio.run(main())
            """,
            whole=True,
            real_time=True,
        )
        machine.check(recorded.text)
        self.assertEqual(recorded.output, "True\n")

    def test_times_that_are_no_round_numbers_come(self):
        recorded = self.run_program(
            """
            import asyncio

            def times():
                x = 3
                while True:
                    x = (x * 1103515245 + 12345) % 2**31
                    yield x / 2**31 / 100

            async def nap(delay):
                await asyncio.sleep(delay)
                await asyncio.sleep(0.1)

            async def main():
                await asyncio.gather(*(nap(delay) for delay, _ in zip(times(), range(2000))))
                print("done")

            asyncio.run(main())
            """,
            whole=True,
        )
        self.assertEqual(recorded.output, "done\n")

    def test_two_loops_that_run_by_turns_have_one_time(self):
        recorded = self.run_program(
            """
            import asyncio, time

            async def main(loop):
                await asyncio.sleep(1)
                time.sleep(1)
                print(loop.time())

            loops = [asyncio.new_event_loop() for _ in range(2)]
            for loop in loops * 2:
                loop.run_until_complete(main(loop))
            for loop in loops:
                loop.close()
            """,
            whole=True,
        )
        machine.check(recorded.text)
        self.assertEqual(recorded.output, "2.0\n4.0\n6.0\n8.0\n")

    def test_another_loop_that_is_closed_within_a_step_ends_nothing(self):
        self.assert_steps(
            """
            async def main():
                asyncio.new_event_loop().close()
                print('still in the step')
            """,
            """
            #0 t=0.000
              create Task-1
            #1 t=0.000
              run Task-1
                print still in the step
              end Task-1: returned None
            """,
        )

    def test_a_timer_of_years_comes_due(self):
        recorded = self.run_program(
            """
            async def main():
                await asyncio.sleep(2e7)
                print(asyncio.get_running_loop().time())
            """
        )
        self.assertEqual(recorded.output, "20000000.0\n")


if __name__ == "__main__":
    unittest.main()
