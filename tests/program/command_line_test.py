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
                          ["screenshot", "gather_order", "-o", "x.png", "--at", "-1"],
                          ["screenshot", "gather_order", "-o", "x.png", "--theme", "pink"],
                          ["screenshot", "gather_order", "-o", "x.png", "--key", "Ctrl nothing"],
                          ["screenshot", "nothing", "-o", "x.png"]):
            with self.subTest(arguments=arguments):
                self.complaint(2, *arguments)

    def test_the_advice_names_the_command_that_was_typed(self):
        self.assertIn("`loopscope run --help`", self.complaint(2, "run", "gather_order", "--frob"))


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
