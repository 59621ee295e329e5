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


class OfCall(unittest.TestCase):
    def of_call(self, coroutine):
        try:
            return text.of_call(coroutine)
        finally:
            coroutine.close()

    def test_a_coroutine_shows_its_arguments_that_are_text_or_numbers(self):
        async def work(name, delay, *, loud=False, shop=None):
            pass

        self.assertEqual(self.of_call(work("A", 3)), "'A', 3, False")
        self.assertEqual(self.of_call(work("it's B", 0.5, loud=True, shop=self)), '"it\'s B", 0.5, True')

    def test_of_many_arguments_the_first_four_are_shown_and_long_text_is_cut(self):
        async def work(a, b, c, d, e):
            pass

        self.assertEqual(self.of_call(work(1, 2, 3, 4, 5)), "1, 2, 3, 4")
        self.assertEqual(self.of_call(work("x" * 100, (), (), (), ())), "'xxxxxxxxxxxx...xxxxxxxxxxxxx'")
        self.assertEqual(self.of_call(work("x" * 10**6, (), (), (), ())), "'xxxxxxxxxxxx...xxxxxxxxxxxxx'")

    def test_a_number_that_python_refuses_to_show_is_left_out(self):
        async def work(number, name):
            pass

        self.assertEqual(self.of_call(work(10**5000, "A")), "'A'")

    def test_a_number_that_may_be_a_port_is_left_out(self):
        async def work(port):
            pass

        self.assertEqual(self.of_call(work(8080)), "8080")
        self.assertEqual(self.of_call(work(40000)), "")
        self.assertEqual(self.of_call(work("http://[::1]:40000/")), "'http://[::1]:…/'")
        self.assertEqual(self.of_call(work("[::1]:8080, 1:400001")), "'[::1]:8080, 1:400001'")

    def test_the_name_of_a_temporary_file_is_left_out(self):
        async def work(path, delay):
            pass

        self.assertEqual(self.of_call(work("/tmp/loopscope_I3pLVz", 1)), "1")
        self.assertEqual(self.of_call(work("/home/me", 1)), "'/home/me', 1")

    def test_what_is_no_coroutine_of_python_shows_nothing(self):
        self.assertEqual(text.of_call(object()), "")


if __name__ == "__main__":
    unittest.main()
