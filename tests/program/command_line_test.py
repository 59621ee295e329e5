"""Help, mistakes and the missing display."""

import unittest

from loopscope import ProgramTest

COMMANDS = ("list", "run", "record", "show", "check", "screenshot")


class Help(ProgramTest):
    def test_names_every_command(self):
        text = self.output("--help")
        for command in COMMANDS:
            self.assertIn(f"\n  {command} ", text)
            self.assertIn("Usage: loopscope " + command, self.output(command, "--help"))

    def test_is_a_command_too(self):
        self.assertEqual(self.output("help"), self.output("--help"))
        self.assertIn("Usage: loopscope run ", self.output("help", "run"))
        self.assertIn("no command nope", self.complaint(2, "help", "nope"))

    def test_version(self):
        self.assertRegex(self.output("--version"), r"\Aloopscope \d+\.\d+\.\d+\n\Z")


class Mistakes(ProgramTest):
    def test_each_is_one_line_and_exit_code_2(self):
        for arguments in (["--frob"], ["list", "extra"], ["run"], ["run", "--set"], ["show"], ["check"],
                          ["record"], ["screenshot", "gather_order"], ["frobnicate"], ["no.py"],
                          ["no/such/file.loopscope"],
                          ["screenshot", "gather_order", "-o", "x.png", "--size", "big"],
                          ["screenshot", "gather_order", "-o", "x.png", "--size", "10x10"],
                          ["screenshot", "gather_order", "-o", "x.png", "--size", "1600x"],
                          ["screenshot", "gather_order", "-o", "x.png", "--size", "9000x900"],
                          ["record", "program.py", "-o", "-"],
                          ["run", "sleep_zero_turns", "--set", "workers=2.0"],
                          ["screenshot", "gather_order", "-o", "x.png", "--at", "-1"],
                          ["screenshot", "gather_order", "-o", "x.png", "--theme", "pink"],
                          ["screenshot", "gather_order", "-o", "x.png", "--key", "Ctrl nothing"],
                          ["screenshot", "gather_order", "-o", "x.jpg"],
                          ["screenshot", "gather_order", "-o", "x.png", "--set", "delay_a"],
                          ["gather_order", "--set", "delay_a"], ["no.py", "--set", "delay_a=0"],
                          ["compare", "gather_order"], ["compare", "gather_order", "nothing"],
                          ["screenshot", "nothing", "-o", "x.png"]):
            with self.subTest(arguments=arguments):
                self.complaint(2, *arguments)

    def test_the_advice_names_the_command_that_was_typed(self):
        self.assertIn("`loopscope run --help`", self.complaint(2, "run", "gather_order", "--frob"))


    def test_what_may_be_typed_is_said(self):
        for arguments, said in ((["screenshot", "gather_order", "-o", "x.png", "--at", "-1"],
                                 "--at: -1 is no whole number from 0 to"),
                                (["explore", "gather_order", "--seed", "x"], "--seed: x is no whole number"),
                                (["live", "--port", "70000"], "--port: 70000 is no whole number from 0 to 65535")):
            with self.subTest(arguments=arguments):
                self.assertIn(said, self.complaint(2, *arguments))

    def test_a_program_is_no_recording(self):
        self.assertIn("`loopscope record", self.complaint(1, "show", self.write("mine.py", "print('hello')\n")))

    def test_a_recording_of_something_else_answers_no_question(self):
        other = self.write("other.loopscope", self.output("run", "shield_outer_cancel", "--format", "recording"))
        self.assertIn("a recording of shield_outer_cancel, not of gather_order",
                      self.complaint(1, "ask", "gather_order", "--recording", other))

    def test_another_python_can_be_named(self):
        self.assertIn("no-such-python", self.complaint(
            1, "record", "--python", "no-such-python", self.write("mine.py", "print('hello')\n")))


class Values(ProgramTest):
    def test_a_parameter_is_set_for_the_second_of_two_runs(self):
        alone = self.run_program("compare", "gather_order", "--set", "delay_a=0")
        named = self.run_program("compare", "gather_order", "gather_order", "--set", "delay_a=0")
        self.assertIn("(delay_a) was 3 and is 0", alone.stdout.decode())
        self.assertEqual(named.stdout, alone.stdout)
        for done in (alone, named):
            self.assertIn("gather_order with delay_a=3 and gather_order with delay_a=0 differ", done.stderr.decode())
        self.assertIn("--set", self.complaint(2, "compare", "gather_order"))

    def test_the_window_takes_them(self):
        self.assertIn("no display", self.complaint(1, "gather_order", "--set", "delay_a=0"))
        self.assertIn("delay_x", self.complaint(2, "gather_order", "--set", "delay_x=0"))


class Lines(ProgramTest):
    def test_what_a_thread_prints_has_the_time_at_which_it_does(self):
        self.assertRegex(self.output("run", "to_thread_rescue", "--format", "lines"), r"\n *3\.000  print call 1 is done")


class NoDisplay(ProgramTest):
    def test_says_so_and_names_the_commands_that_need_none(self):
        for what in ([], ["gather_order"]):
            complaint = self.complaint(1, *what)
            self.assertIn("no display", complaint)
            for command in COMMANDS:
                self.assertIn(command, complaint)

    def test_a_file_that_is_no_recording_is_the_worse_news(self):
        self.assertIn("bad.loopscope", self.complaint(1, self.write("bad.loopscope", "hello\n")))


if __name__ == "__main__":
    unittest.main()
