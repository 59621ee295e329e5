"""Every scenario of the course is complete, asks a question that a run answers, and fits on the screen."""

import json
import os
import re
import subprocess
import sys
import unittest

from loopscope import ROOT, CourseTest, of_each_scenario

SCENARIOS = ROOT / "scenarios"
HEADINGS = {
    "en": ["Watch", "Why", "Versions", "For the teacher"],
    "de": ["Achte darauf", "Warum", "Versionen", "Für den Unterricht"],
}
MOST_LINES = 40  # with empty ones
LONGEST_WORDS = 26  # of a parameter's value: they stand on a button
MOST_WORDS = {"student": 150, "teacher": 80}


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def parts_of(lesson):
    """[(heading, text)], the first without a heading."""
    pieces = re.split(r"^## (.*)$", lesson, flags=re.MULTILINE)
    return [("", pieces[0]), *zip(pieces[1::2], pieces[2::2])]


class Course(CourseTest):
    def recorded_twin(self, name, values):
        """A recording of the Python program with these constants."""
        text = (SCENARIOS / name / f"{name}.py").read_text(encoding="utf-8")
        for parameter, value in values.items():
            text = re.sub(rf"^{parameter.upper()} = .*$", f"{parameter.upper()} = {value!r}", text, flags=re.MULTILINE)
        program, recording = self.write(f"{name}.py", text), self.folder / f"{name}.loopscope"
        subprocess.run([sys.executable, "-m", "loopscope_recorder", program, "-o", recording], check=True,
                       cwd=self.folder, capture_output=True, timeout=60,
                       env=os.environ | {"PYTHONPATH": str(ROOT / "recorder")})
        return recording

    @of_each_scenario
    def test_programs_are_short(self, scenario, folder):
        for suffix in (".py", ".cpp"):
            lines = (folder / f"{scenario['name']}{suffix}").read_text(encoding="utf-8").splitlines()
            self.assertLessEqual(len(lines), MOST_LINES, suffix)

    @of_each_scenario
    def test_values_that_need_words_have_them_and_they_fit_on_a_button(self, scenario, folder):
        for parameter in read(folder / "scenario.json")["parameters"]:
            if None in parameter["values"]:
                self.assertIn("null", parameter.get("words", {}), parameter["name"])
            for words in parameter.get("words", {}).values():
                for text in words.values():
                    self.assertLessEqual(len(text), LONGEST_WORDS, text)

    @of_each_scenario
    def test_lessons_have_their_parts_and_fit(self, scenario, folder):
        for language, headings in HEADINGS.items():
            parts = parts_of((folder / f"lesson.{language}.md").read_text(encoding="utf-8"))
            found = [heading for heading, _ in parts[1:]]
            self.assertEqual(found, [h for h in headings if h in found or h != headings[2]], language)
            words = {"teacher": len(parts[-1][1].split()), "student": sum(len(t.split()) for _, t in parts[:-1])}
            for reader, most in MOST_WORDS.items():
                self.assertLessEqual(words[reader], most, f"{language}, for the {reader}")

    @of_each_scenario
    def test_the_first_question_has_one_right_answer_and_three_wrong_machines(self, scenario, folder):
        question = self.ask(scenario["name"])["questions"][0]
        self.assertEqual([o["holds"] for o in question["options"]].count(True), 1, question["text"])
        self.assertIsNotNone(question["answer"])
        self.assertEqual(len(question["options"]), 4)
        self.assertIsNotNone(question["decided"], "the deciding moment never comes")
        for number, option in enumerate(question["options"]):
            right = number == question["answer"]
            self.assertTrue(option["why" if right else "but"], option["text"])
            self.assertEqual(bool(option["misconception"]), not right, option["text"])

    @of_each_scenario
    def test_the_first_question_can_be_asked_for_each_value_of_each_parameter(self, scenario, folder):
        for parameter in read(folder / "scenario.json")["parameters"]:
            for value in parameter["values"]:
                setting = f"{parameter['name']}={value if isinstance(value, str) else json.dumps(value)}"
                question = self.ask(scenario["name"], "--set", setting)["questions"][0]
                self.assertIsNotNone(question["answer"], setting)
                for number, option in enumerate(question["options"]):
                    self.assertTrue(option["why" if number == question["answer"] else "but"],
                                    f"{setting}: {option['text']}")

    @of_each_scenario
    def test_one_or_two_further_questions_have_one_right_answer(self, scenario, folder):
        further = self.ask(scenario["name"])["questions"][1:]
        self.assertIn(len(further), (1, 2))
        for question in further:
            self.assertIsNotNone(question["answer"], question["text"])
            self.assertIsNotNone(question["decided"], question["text"])
            for number, option in enumerate(question["options"]):
                self.assertTrue(option["why" if number == question["answer"] else "but"], option["text"])

    @of_each_scenario
    def test_every_phase_begins(self, scenario, folder):
        begins = [phase["begins"] for phase in self.ask(scenario["name"])["phases"]]
        self.assertNotIn(None, begins)
        self.assertEqual(begins, sorted(set(begins)))

    @of_each_scenario
    def test_cpython_gives_the_same_answer(self, scenario, folder):
        name = scenario["name"]
        if name in {entry["scenario"] for entry in read(ROOT / "tests/twins/version_differences.json")
                    if entry["differences"]}:
            return  # this CPython may be one of those that differ
        recording = self.recorded_twin(name, read(folder / "questions.json")["question"].get("set", {}))
        engine, python = self.ask(name), self.ask(name, "--recording", recording)
        self.assertEqual([option["holds"] for option in python["questions"][0]["options"]],
                         [option["holds"] for option in engine["questions"][0]["options"]])

    @of_each_scenario
    def test_texts_can_be_filled_in_in_every_language(self, scenario, folder):
        texts = {language: self.output("ask", scenario["name"], "--language", language) for language in HEADINGS}
        self.assertNotEqual(texts["en"], texts["de"])
        self.assertNotIn("{", texts["en"] + texts["de"])

    @of_each_scenario
    def test_no_question_speaks_of_a_time_that_is_not_there(self, scenario, folder):
        for parameter in read(folder / "scenario.json")["parameters"]:
            if None in parameter["values"]:
                asked = self.output("ask", scenario["name"], "--set", f"{parameter['name']}=null")
                self.assertNotRegex(asked, r"None (s|KiB)\b", parameter["name"])

    def test_misconceptions_and_glossary_are_there_in_every_language(self):
        texts = list(read(SCENARIOS / "misconceptions.json").values())
        for entry in read(SCENARIOS / "glossary.json"):
            texts += [entry["term"], entry["meaning"]]
        for text in texts:
            self.assertEqual(set(text), set(HEADINGS))
            self.assertTrue(all(text.values()))

    @of_each_scenario
    def test_chapter_one_begins_with_few_panels(self, scenario, folder):
        if scenario["chapter"] == "Foundations":
            # Lanes, output and the loop, beside the code.
            self.assertLessEqual(scenario["layer"], 2)
            # The graph stands where the loop does: one for the other, and no panel more.
            self.assertLessEqual(set(scenario["views"]), {"graph"})

    @of_each_scenario
    def test_the_views_it_begins_with_exist(self, scenario, folder):
        words = set(re.findall(r"^view\.([a-z-]+) = ", (ROOT / "viz/texts/en.txt").read_text(encoding="utf-8"), re.MULTILINE))
        self.assertLessEqual({view.split()[0] for view in scenario["views"]}, words)

    def test_every_folder_is_listed(self):
        folders = {path.parent.name for path in SCENARIOS.glob("*/scenario.json")}
        self.assertEqual(folders, {scenario["name"] for scenario in self.scenarios()})


if __name__ == "__main__":
    unittest.main()
