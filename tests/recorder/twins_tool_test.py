"""tests/twins/compare_twins.py itself: it must not overlook a difference, nor keep one that is gone."""

import contextlib
import io
import sys
import unittest

from support import ROOT

sys.path.insert(0, str(ROOT / "tests" / "twins"))
import compare_twins  # noqa: E402


class Python:
    """Stands for an interpreter that gives these step logs."""

    label, can = "python", set()

    def __init__(self, version, *logs):
        self._answer = version, [(log, None) for log in logs]

    def logs(self, runs):
        return self._answer


class CompareTwins(unittest.TestCase):
    def setUp(self):
        self.run_ = compare_twins.Run("gather_order", set(), {"delay": 1})
        self.differences = compare_twins.Differences(update=False)
        self.differences.entries = [
            {
                "scenario": "gather_order",
                "python": "<3.12",
                "reason": "it is old",
                "differences": {"delay=1": ["@@ -1 +1 @@", "-new", "+old"]},
            }
        ]

    def wrong(self, cpp, python):
        with contextlib.redirect_stdout(io.StringIO()) as self.said:
            return compare_twins.compare([self.run_], {self.run_: (cpp, None)}, python, self.differences)

    def test_equal_logs(self):
        self.assertEqual(self.wrong("same\n", Python("3.14.1", "same\n")), 0)

    def test_a_difference(self):
        self.assertEqual(self.wrong("new\n", Python("3.14.1", "old\n")), 1)
        self.assertIn("-new\n+old", self.said.getvalue())

    def test_a_missing_line(self):
        self.assertEqual(self.wrong("one\ntwo\n", Python("3.14.1", "one\n")), 1)

    def test_a_listed_difference(self):
        self.assertEqual(self.wrong("new\n", Python("3.11.7", "old\n")), 0)

    def test_another_difference_than_the_listed_one(self):
        self.assertEqual(self.wrong("new\n", Python("3.11.7", "other\n")), 1)

    def test_a_listed_difference_that_is_none_any_more(self):
        self.assertEqual(self.wrong("same\n", Python("3.11.7", "same\n")), 1)
        self.assertIn("Remove it", self.said.getvalue())

    def test_what_cannot_run_is_said(self):
        self.run_.needs = {"sockets"}
        other = compare_twins.Run("gather_order", set(), {})
        with contextlib.redirect_stdout(io.StringIO()) as said:
            compare_twins.compare(
                [self.run_, other], {other: ("x\n", None)}, Python("3.14.1", "x\n"), self.differences
            )
        self.assertIn("1 left out that need sockets", said.getvalue())

    def test_ranges_of_versions(self):
        for version, wanted, expected in (
            ("3.11.7", "<3.12", True),
            ("3.12.1", "<3.12.2", True),
            ("3.12.2", "<3.12.2", False),
            ("3.14.2", ">=3.14,<3.14.10", True),
            ("3.14.10", ">=3.14,<3.14.10", False),
            ("3.14.2", "==3.14", True),
            ("3.13.9", "==3.14", False),
        ):
            with self.subTest(version, wanted=wanted):
                self.assertEqual(compare_twins.in_range(version, wanted), expected)

    def test_every_scenario_runs_with_its_default_and_each_listed_value(self):
        for name in compare_twins.manifest():
            runs = compare_twins.runs_of(name)
            self.assertLessEqual(len(runs), 64)
            self.assertEqual(len({run.label for run in runs}), len(runs))


if __name__ == "__main__":
    unittest.main()
