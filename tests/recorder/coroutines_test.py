"""Which coroutines a task is inside of, and what they were called with."""

import sys
import unittest

from support import RecorderTest


class Coroutines(RecorderTest):
    def test_they_enter_and_leave_even_if_they_do_not_suspend(self):
        recorded = self.run_program(
            """
            async def quick():
                print('quick')

            async def outer():
                await quick()             # line 8
                await asyncio.sleep(0)

            async def main():
                await outer()             # line 12
            """
        )
        task = recorded.events("enter")[0]["a"]
        story = [
            (e["kind"], e["text"], e["line"])
            for e in recorded.events("enter", "leave", "print", "yield", "return")
            if e["a"] == task
        ]
        self.assertEqual(
            story,
            [
                ("enter", "main", 0),
                ("enter", "outer", 12),
                ("enter", "quick", 8),
                ("print", "quick", 5),
                ("leave", "", 0),
                ("yield", "", 9),
                ("leave", "", 0),
                ("leave", "", 0),
                ("return", "None", 0),
            ],
        )

    def test_after_many_calls_in_a_step_those_that_suspend_are_still_told(self):
        recorded = self.run_program(
            """
            async def waits():
                await asyncio.sleep(0)
                await asyncio.sleep(0)

            async def main():
                for n in range(20_000):
                    n.bit_length()
                await waits()
                await waits()
            """
        )
        self.assertEqual([e["text"] for e in recorded.events("enter")][:3], ["main", "waits", "waits"])

    @unittest.skipIf(sys.version_info >= (3, 12), "there nothing slows calls down")
    def test_of_many_calls_in_a_step_only_the_first_are_followed(self):
        recorded = self.run_program(
            """
            import sys

            async def main():
                before = sys.getprofile()
                for n in range(20_000):
                    n.bit_length()
                print(before is not None, sys.getprofile())
            """
        )
        self.assertEqual(recorded.output, "True None\n")

    def test_what_is_awaited_tells_its_arguments_too(self):
        recorded = self.run_program(
            """
            async def fetch(url, tries=3):
                url = url.upper()
                await asyncio.sleep(0)
                return url

            async def main():
                await fetch('/p12')
            """
        )
        fetch = next(event for event in recorded.events("enter") if event["text"] == "fetch")
        self.assertEqual(recorded.strings[fetch["value"]], "'/p12', 3")


if __name__ == "__main__":
    unittest.main()
