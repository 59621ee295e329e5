"""Which lines of the program events have."""

import unittest

from support import RecorderTest


class Lines(RecorderTest):
    def test_a_failure_has_the_line_that_raised_it_and_what_awaits_it_none(self):
        recorded = self.run_program(
            """
            def check(number):
                if number > 1:
                    raise ValueError(number)

            async def worker():
                await asyncio.sleep(1)
                check(2)

            async def main():
                await asyncio.gather(worker())
            """
        )
        self.assertEqual([e["line"] for e in recorded.events("raise")], [6, 0])

    def test_awaits_have_the_line_of_the_innermost_await(self):
        recorded = self.run_program(
            """
            async def inner():
                await asyncio.sleep(1)    # line 5

            async def main():
                await inner()             # line 8
                await asyncio.gather(     # line 9
                    inner())
            """
        )
        self.assertEqual([e["line"] for e in recorded.events("await")][:3], [5, 9, 5])


if __name__ == "__main__":
    unittest.main()
