"""run --intervene, compare and explore: other runs of the same program, and where they part."""

import unittest

from loopscope import ProgramTest

TASKS = ("run", "gather_order", "--set", "arguments=tasks")


class Intervene(ProgramTest):
    def test_the_loop_does_it_at_that_moment(self):
        usual = self.output(*TASKS).splitlines()
        self.assertEqual(usual[:4], ["A begins", "B begins", "C begins", "B ends"])
        late = self.output(*TASKS, "--intervene", "delay B 4 @2.3").splitlines()
        self.assertEqual(late, ["A begins", "B begins", "C begins", "C ends", "A ends", "B ends", usual[-1]])
        other = self.output(*TASKS, "--intervene", "first C @2.0", "--intervene", "first B @2.1").splitlines()
        self.assertEqual(other[:3], ["C begins", "B begins", "A begins"])

    def test_an_object_has_a_name_or_a_number_and_a_moment_may_be_a_number_of_events(self):
        by_name = self.output(*TASKS, "--intervene", "cancel C @2.3", "--format", "recording")
        number = by_name.split('"interventions":["cancel ', 1)[1].split(" ", 1)[0]
        by_number = self.output(*TASKS, "--intervene", f"cancel {number} @2.3", "--format", "recording")
        self.assertEqual(by_name, by_number)
        events = [line for line in self.output(*TASKS, "--format", "recording").splitlines()
                  if line.startswith("[")]
        at = next(i for i, line in enumerate(events) if line.startswith('["select"'))
        by_events = self.output(*TASKS, "--intervene", f"cancel C @{at}", "--format", "recording")
        self.assertEqual(by_name, by_events)

    def test_its_recording_is_sound_and_says_what_was_done(self):
        file = self.folder / "branch.loopscope"
        self.output(*TASKS, "--intervene", "fail A TimeoutError @2.3", "--format", "recording", "-o", file)
        self.assertIn("sound", self.output("check", file))
        self.assertIn("! fail A: TimeoutError()", self.output("show", file, "--format", "steps"))
        self.assertEqual(self.output("show", file, "--format", "recording"), file.read_text())

    def test_what_was_not_possible_is_said(self):
        done = self.run_program(*TASKS, "--intervene", "fire A @2.0", "--intervene", "cancel A @999.0")
        self.assertEqual(done.returncode, 0)
        self.assertIn("not possible there: its timer does not run", done.stderr.decode())
        self.assertIn("1 intervention never took place", done.stderr.decode())

    def test_mistakes_are_one_line_and_exit_code_2(self):
        for typed, said in (("explode A @2.3", "no intervention explode"), ("explode Bee @2.3", "only cancel, fail"), ("cancel nobody @2.3", "Its tasks: "),
                            ("cancel A", "write WHAT OBJECT"),
                            ("cancel Bee @2.3", "nothing called Bee"), ("delay A @2.3", "it needs seconds"),
                            ("", "write WHAT OBJECT")):
            with self.subTest(typed):
                self.assertIn(said, self.complaint(2, *TASKS, "--intervene", typed))


class Compare(ProgramTest):
    def recording(self, name, *arguments):
        file = self.folder / name
        self.output(*TASKS, *arguments, "--format", "recording", "-o", file)
        return file

    def test_equal_runs_are_equal(self):
        text = self.output("compare", self.recording("a"), self.recording("b"))
        self.assertIn("No difference", text)

    def test_the_first_difference_is_explained(self):
        done = self.run_program("compare", self.recording("a"), self.recording("b", "--set", "delay_b=2"))
        self.assertEqual(done.returncode, 1)
        text = done.stdout.decode()
        self.assertIn("(delay_b) was 1 and is 2.", text)
        self.assertIn("First difference: At t = 0 s, in turn 2: in the first run B sleeps until t = 1 s; "
                      "in the second B sleeps until t = 2 s.", text)
        self.assertRegex(done.stderr.decode(), r"\Aloopscope: [^\n]+ differ, first at event [^\n]+\n\Z")

    def test_a_scenario_can_be_compared_with_a_recording_in_german_too(self):
        branch = self.recording("b", "--intervene", "cancel A @2.3")
        done = self.run_program("compare", "gather_order", branch, "--language", "de")
        self.assertRegex(done.stdout.decode(), r"Ein anderer Wert: [^\n]*\(arguments\) war")


class Explore(ProgramTest):
    def test_finds_an_order_that_prints_otherwise_and_says_how_to_have_it_again(self):
        file = self.folder / "found.loopscope"
        arguments = ("explore", "gather_order", "--set", "arguments=tasks", "--expect", "output", "-o", file)
        done = self.run_program(*arguments)
        self.assertEqual(done.returncode, 1)
        text = done.stdout.decode()
        self.assertIn("First difference:", text)
        command = next(line for line in text.splitlines() if line.startswith("    loopscope run "))
        first = command.split('"')[1]
        self.assertRegex(first, r"\Afirst \d+ @\d+\.\d+\Z")
        again = self.output(*TASKS, "--intervene", first)
        self.assertNotEqual(again, self.output(*TASKS))
        self.assertEqual(self.output("show", file), again)
        self.assertEqual(self.run_program(*arguments).stdout.decode(), text)

    def test_what_holds_in_every_order_is_not_broken(self):
        text = self.output("explore", "gather_order", "--set", "arguments=tasks", "--runs", "40", "--expect",
                           "`print B ends` before `print A ends`")
        self.assertIn("ends` holds in each of them", text)

    def test_mistakes(self):
        self.assertIn("--expect", self.complaint(2, "explore", "gather_order", "--expect", "((("))
        self.assertIn("usual order", self.complaint(1, "explore", "gather_order", "--expect", "`print Z`"))
        self.complaint(2, "explore", "gather_order", "--runs", "0")


if __name__ == "__main__":
    unittest.main()
