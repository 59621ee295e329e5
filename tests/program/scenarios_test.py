"""list and run: the scenarios, their parameters, and what --format gives."""

import csv
import io
import json
import unittest

from loopscope import FORMATS, ROOT, ProgramTest, assignments


class List(ProgramTest):
    def test_names_title_chapter_and_parameters_of_each(self):
        text = self.output("list")
        for scenario in self.scenarios():
            for part in (scenario["name"], scenario["title"], scenario["chapter"]):
                self.assertIn(part, text)
            for parameter in scenario["parameters"]:
                self.assertIn(f"--set {parameter['name']}=", text)
                self.assertIn(parameter["default"], parameter["values"])

    def test_has_the_scenarios_of_the_manifest_in_its_order(self):
        manifest = json.loads((ROOT / "scenarios" / "manifest.json").read_text(encoding="utf-8"))
        expected = [(chapter["title"]["en"], name)
                    for chapter in manifest["chapters"] for name in chapter["scenarios"]]
        self.assertEqual([(s["chapter"], s["name"]) for s in self.scenarios()], expected)
        self.assertGreaterEqual(len(expected), 6)


class Run(ProgramTest):
    def test_text_is_the_default(self):
        text = self.output("run", "gather_order", "--format", "text")
        self.assertEqual(self.output("run", "gather_order"), text)

    def test_every_scenario_prints_something_and_its_recording_is_sound_and_always_the_same(self):
        elsewhere = {"TZ": "Asia/Tokyo", "LC_ALL": "C", "HOME": "/", "MALLOC_PERTURB_": "85"}
        sample = [scenario["name"] for scenario in self.sampled_scenarios()]
        for number, scenario in enumerate(self.scenarios()):
            name = scenario["name"]
            with self.subTest(name):
                text = self.recording(name)
                if name not in sample:
                    continue
                self.assertTrue(self.output("run", name).strip())
                self.assertEqual(self.recording(name, env=elsewhere), text)
                recording = self.write("it.loopscope", text)
                self.assertIn("sound", self.output("check", recording))
                self.assert_sources_are_the_projects(name, text)
                # All formats of all scenarios: scenarios_slow_test.py.
                form = FORMATS[number % len(FORMATS)]
                self.assertEqual(self.output("show", recording, "--format", form),
                                 self.output("run", name, "--format", form), form)

    def assert_sources_are_the_projects(self, name, recording):
        """Named as in the project, and with their text."""
        lines = map(json.loads, recording.splitlines())
        sources = [line for line in lines if isinstance(line, dict) and "source" in line]
        path = f"scenarios/{name}/{name}.cpp"
        texts = {source["path"]: source.get("text") for source in sources if "location" not in source}
        self.assertEqual(texts.get(path), (ROOT / path).read_text(encoding="utf-8"))

    def test_values_of_parameters_are_noted(self):
        for scenario in self.sampled_scenarios():
            values = {p["name"]: next((v for v in p["values"] if v != p["default"]), p["default"])
                      for p in scenario["parameters"]}
            with self.subTest(scenario["name"], **values):
                header = json.loads(self.recording(scenario["name"], *assignments(values)).splitlines()[0])
                self.assertEqual(header["parameters"], values)

    def test_csv_has_a_row_for_each_event(self):
        events = [line for line in self.output("run", "gather_order", "--format", "recording").splitlines()
                  if line.startswith("[")]
        rows = list(csv.DictReader(io.StringIO(self.output("run", "gather_order", "--format", "csv"))))
        self.assertEqual([row["kind"] for row in rows], [json.loads(event)[0] for event in events])
        self.assertEqual([int(row["event"]) for row in rows], list(range(len(events))))

    def test_perfetto_slices_have_tracks_and_arrows_have_two_ends(self):
        events = json.loads(self.output("run", "gather_order", "--format", "perfetto"))["traceEvents"]
        tracks = {event["tid"] for event in events if event.get("name") == "thread_name"}
        slices = [event for event in events if event["ph"] == "X"]
        self.assertTrue(slices)
        self.assertLessEqual({event["tid"] for event in slices}, tracks)
        self.assertTrue(all(event["dur"] >= 0 for event in slices))
        starts = {event["id"] for event in events if event["ph"] == "s"}
        ends = {event["id"] for event in events if event["ph"] == "f"}
        self.assertTrue(ends)
        self.assertLessEqual(ends, starts)


class Refused(ProgramTest):
    def test_an_unknown_scenario_names_the_nearest(self):
        self.assertIn("Did you mean gather_order?", self.complaint(2, "run", "gather_ordre"))
        self.assertIn("loopscope list", self.complaint(2, "run", "nothing_like_it"))

    def test_an_unknown_parameter_names_those_there_are(self):
        complaint = self.complaint(2, "run", "gather_order", "--set", "colour=3")
        for parameter in next(s for s in self.scenarios() if s["name"] == "gather_order")["parameters"]:
            self.assertIn(parameter["name"], complaint)

    def test_a_value_that_does_not_suit(self):
        name = next(s for s in self.scenarios() if s["name"] == "gather_order")["parameters"][0]["name"]
        for value in ("lots", "-1000000", "1e9", "[]", '{"a":1}', ""):
            with self.subTest(value=value):
                complaint = self.complaint(2, "run", "gather_order", "--set", f"{name}={value}")
                self.assertIn("It can be", complaint)
        self.assertIn("NAME=VALUE", self.complaint(2, "run", "gather_order", "--set", name))

    def test_an_unknown_format_names_those_there_are(self):
        complaint = self.complaint(2, "run", "gather_order", "--format", "docx")
        self.assertTrue(all(form in complaint for form in FORMATS))


if __name__ == "__main__":
    unittest.main()
