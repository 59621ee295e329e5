"""What of a text is the same in every run."""

import unittest

import support  # noqa: F401  # it finds the recorder
from loopscope_recorder import text


class StableText(unittest.TestCase):
    def test_of_a_repr_of_a_task_or_future_only_its_kind_stays(self):
        self.assertEqual(text.stable("await <Task pending name='A' cb=[<f at x.py:1>]> now"), "await <Task> now")
        self.assertEqual(text.stable("<Future finished result=1> <Task x->y>!"), "<Future> <Task>!")

    def test_a_text_that_only_begins_like_a_repr_stays_as_it_is(self):
        for line in ("<Task 1 done", "1 < 2", "<Future of work", "<Task a> and <Task b"):
            with self.subTest(line):
                self.assertEqual(text.stable(line), line.replace("<Task a>", "<Task>"))


if __name__ == "__main__":
    unittest.main()
