"""Every scenario in every format, and with every value of every parameter."""

import json
import unittest

from loopscope import FORMATS, ProgramTest, assignments


class Run(ProgramTest):
    def test_show_gives_from_the_recording_what_run_gives(self):
        for scenario in self.scenarios():
            recording = self.write("it.loopscope", self.recording(scenario["name"]))
            for form in FORMATS:
                with self.subTest(scenario["name"], form=form):
                    self.assertEqual(self.output("show", recording, "--format", form),
                                     self.output("run", scenario["name"], "--format", form))

    def test_every_value_is_accepted_and_noted(self):
        for scenario in self.scenarios():
            for parameter in scenario["parameters"]:
                for value in parameter["values"]:
                    chosen = {parameter["name"]: value}
                    with self.subTest(scenario["name"], **chosen):
                        text = self.recording(scenario["name"], *assignments(chosen))
                        header = json.loads(text.splitlines()[0])
                        self.assertEqual(header["parameters"][parameter["name"]], value)


if __name__ == "__main__":
    unittest.main()
