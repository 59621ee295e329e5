"""handout and ask: paper for scenarios and lesson plans, and what is wrong with what was typed."""

import json
import re
import shutil
import subprocess
import unittest

from loopscope import ROOT, ProgramTest

NAME = 842 - 30  # points from the top
COLUMNS = 20  # of a grid to fill in
PLAN = "A plan\n\n5 min  gather_order  delay_a=0\n    Ask.\n4 min  wait_for_deadline\n"


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def lines_of(page: bytes, width: str) -> list[str]:
    """The paths that are drawn in lines so wide. Cairo 1.16 writes a style, later ones write attributes."""
    return re.findall(rf'<path [^>]*stroke-width(?::|="){re.escape(width)}[;"][^>]*', page.decode())


class Handout(ProgramTest):
    def paper(self, *arguments, name="it.pdf"):
        self.output("handout", *arguments, "-o", self.folder / name)
        return (self.folder / name).read_bytes()

    def test_a_scenario_is_a_page_and_its_solution(self):
        for scenario in self.sampled_scenarios():
            with self.subTest(scenario["name"]):
                pdf = self.paper(scenario["name"])
                self.assertTrue(pdf.startswith(b"%PDF"))
                self.assertEqual(pages(pdf), 2)

    def test_an_svg_is_one_of_them(self):
        page = self.paper("gather_order", name="page.svg")
        solution = self.paper("gather_order", "--solution", name="solution.svg")
        self.assertIn(b"<svg", page)
        self.assertNotEqual(page, solution)
        self.assertNotEqual(page, self.paper("gather_order", "--language", "de", name="seite.svg"))

    def test_nothing_stands_below_the_line_for_the_name(self):
        for scenario in self.sampled_scenarios():
            for more in ((), ("--solution",)):
                with self.subTest(scenario["name"], more=more):
                    page = self.paper(scenario["name"], *more, name="page.svg").decode()
                    letters = [float(y) for y in re.findall(r'<use [^>]*y="([\d.]+)"', page)]
                    self.assertLessEqual(max(letters), NAME)

    def boxes_of(self, page):
        return sum(" Z" in line for line in lines_of(page, "0.3"))

    def test_the_grid_of_a_long_run_goes_on_to_its_end(self):
        page = self.paper("server_shutdown", "--solution", name="page.svg")
        self.assertEqual(self.boxes_of(page), 5 * 30)

    def test_the_grid_to_fill_in_goes_on_below_as_far_as_there_is_room(self):
        self.assertEqual(self.boxes_of(self.paper("backpressure_drain", name="page.svg")), 2 * 2 * COLUMNS)
        self.assertEqual(self.boxes_of(self.paper("server_shutdown", name="page.svg")), 5 * COLUMNS)

    def test_beside_the_parameters_there_is_room_to_write(self):
        page = self.paper("gather_order", name="page.svg")
        lines = sorted({float(y) for line in lines_of(page, "0.3") if " Z" not in line
                        for y in re.findall(r"M [\d.]+ ([\d.]+) L", line)})
        self.assertTrue([a for a, b in zip(lines, lines[1:]) if b - a >= 18], lines)

    def test_the_grid_has_every_task_on_the_page_and_in_the_solution_in_both_languages(self):
        for scenario in self.sampled_scenarios():
            tasks = len(re.findall("^ +[0-9.]+  create ", self.output("run", scenario["name"], "--format", "lines"), re.M))
            for language in ("en", "de"):
                with self.subTest(scenario["name"], language=language):
                    boxes = [self.boxes_of(self.paper(scenario["name"], "--language", language, *more, name="page.svg"))
                             for more in ((), ("--solution",))]
                    self.assertEqual(boxes[0] % (COLUMNS * tasks), 0)
                    self.assertGreater(boxes[0], 0)
                    self.assertEqual(boxes[1] % tasks, 0)
                    self.assertGreater(boxes[1], 0)

    def test_the_page_tells_neither_how_long_the_run_is_nor_the_idea(self):
        lengths = [self.boxes_of(self.paper("gather_order", "--set", f"delay_{task}=0", name="page.svg")) for task in "ab"]
        self.assertEqual(lengths[0], lengths[1])
        for more, lines in (((), 1), (("--solution",), 2)):
            page = self.paper("gather_order", *more, name="page.svg")
            code = min(float(re.search(r'd="M [\d.]+ ([\d.]+)', line)[1]) for line in lines_of(page, "0.6"))
            baselines = {y for y in re.findall(r'<use [^>]*y="([\d.]+)"', page.decode()) if float(y) < code}
            self.assertEqual(len(baselines), lines, "title, and idea")

    def test_the_solution_has_the_named_parts_of_the_run_and_the_page_gives_nothing_away(self):
        bounds = [sum("stroke-dasharray" in line
                      for line in lines_of(self.paper("graceful_shutdown", *more, name="page.svg"), "0.6"))
                  for more in ((), ("--solution",))]
        self.assertEqual(bounds, [0, 2 * 4])

    def test_a_lesson_plan_of_ones_own_is_all_pages_then_all_solutions(self):
        self.assertEqual(pages(self.paper(self.write("mine.playlist", PLAN))), 4)

    def test_the_lesson_plans_of_the_course_can_be_printed(self):
        plans = sorted((ROOT / "scenarios" / "playlists").glob("*.playlist"))
        self.assertTrue(plans)
        for plan in plans:
            steps = len(re.findall(r"^\d+ min", plan.read_text(encoding="utf-8"), re.MULTILINE))
            self.assertEqual(pages(self.paper(plan.stem)), 2 * steps, plan.name)

    def test_a_teacher_takes_the_notes_of_a_plan_along(self):
        plan = self.write("mine.playlist", PLAN)
        notes = self.paper(plan, "--notes")
        self.assertEqual(pages(notes), 1)
        self.assertEqual(pages(self.paper("errors_and_cancellation", "--notes")), 2)
        pdf = self.folder / "it.pdf"
        self.assertIn("lesson plan", self.complaint(2, "handout", "gather_order", "--notes", "-o", pdf))
        self.assertIn(".pdf", self.complaint(2, "handout", plan, "--notes", "-o", self.folder / "it.svg"))

    @unittest.skipUnless(shutil.which("pdftotext"), "reads the words of a PDF")
    def test_a_plan_is_printed_in_the_language_of_its_name(self):
        def words(*arguments):
            self.paper(*arguments)
            return subprocess.run(["pdftotext", self.folder / "it.pdf", "-"], check=True, capture_output=True).stdout

        for more in ((), ("--notes",)):
            with self.subTest(more=more):
                english, german = words("results_and_errors", *more), words("ergebnisse_und_fehler", *more)
                self.assertNotEqual(english, german)
                self.assertEqual(english, words("ergebnisse_und_fehler", *more, "--language", "en"))
                self.assertEqual(german, words("results_and_errors", *more, "--language", "de"))

    @unittest.skipUnless(shutil.which("pdftotext"), "reads the words of a PDF")
    def test_every_named_part_of_the_run_is_named_on_the_solution(self):
        self.paper("graceful_shutdown")
        text = subprocess.run(["pdftotext", "-layout", self.folder / "it.pdf", "-"], check=True,
                              capture_output=True, encoding="utf-8").stdout
        page, solution, _ = text.split("\f")
        parts = [phase["text"]["en"] for phase in
                 json.loads((ROOT / "scenarios/graceful_shutdown/questions.json").read_text("utf-8"))["phases"]]
        self.assertEqual(len(parts), 4)
        for part in parts:
            self.assertIn(part, solution)
            self.assertNotIn(part, page)

    @unittest.skipUnless(shutil.which("pdftotext"), "reads the words of a PDF")
    def test_notes_mark_what_is_a_value_and_fill_their_pages_alike(self):
        for language, value in (("en", 'Then "nobody":'), ("de", "Dann „niemand“:")):
            self.paper("errors_and_cancellation", "--notes", "--language", language)
            text = subprocess.run(["pdftotext", "-layout", self.folder / "it.pdf", "-"], check=True,
                                  capture_output=True, encoding="utf-8").stdout
            self.assertIn(value, text)
            self.assertEqual(sorted(len(re.findall(r"1[23] min", page)) for page in text.split("\f")[:2]), [3, 4])

    def test_cards_are_one_page(self):
        self.assertEqual(pages(self.paper("cards")), 1)

    def test_what_cannot_be_printed_is_said(self):
        pdf = self.folder / "it.pdf"
        self.assertIn("Did you mean gather_order?", self.complaint(2, "handout", "gather_ordre", "-o", pdf))
        self.assertIn(".pdf", self.complaint(2, "handout", "gather_order", "-o", self.folder / "it.txt"))
        self.assertIn("one page", self.complaint(2, "handout", self.write("mine.playlist", PLAN), "-o",
                                                 self.folder / "it.svg"))
        self.assertIn("cannot read", self.complaint(2, "handout", "missing.playlist", "-o", pdf))
        for step, told in (("gather_ordr", "no scenario gather_ordr"), ("gather_order  fast=1", "no parameter fast"),
                           ("gather_order  delay_a=soon", "delay_a")):
            plan = self.write("wrong.playlist", f"T\n\n5 min  {step}\n")
            self.assertRegex(self.complaint(2, "handout", plan, "-o", pdf), rf"wrong.playlist: line 3: .*{told}")
        self.assertIn("line 2", self.complaint(2, "handout", self.write("bad.playlist", "T\n5 min  gather_order  x\n"),
                                               "-o", pdf))
        for text, told in (("", "begins with its title"), ("T\n", "no step"), ("T\n5 gather_order\n", "line 2: a step"),
                           ("T\n5 min  gather_order\n4 min  gather_order\n", "line 3: gather_order is there twice")):
            self.assertIn(told, self.complaint(2, "handout", self.write("bad.playlist", text), "-o", pdf))
        self.assertIn("cannot write", self.complaint(1, "handout", "cards", "-o", self.folder / "no" / "it.pdf"))


class Ask(ProgramTest):
    def test_the_right_answer_has_a_star_and_its_reason(self):
        text = self.output("ask", "gather_order")
        self.assertRegex(text, r"\* B \['A', 'B', 'C'\] at 3 s\n +All three run at the same time")

    def test_other_values_have_other_answers(self):
        self.assertRegex(self.output("ask", "wait_for_deadline", "--set", "limit=5"), r"\* D It ends at 3 s")
        self.assertIn("Not asked with these values.", self.output("ask", "gather_order", "--set", "arguments=nothing"))

    def test_german(self):
        self.assertIn("Was gibt main aus", self.output("ask", "gather_order", "--language", "de"))
        self.complaint(2, "ask", "gather_order", "--language", "fr")


class Answers(ProgramTest):
    RIGHT = '{"scenario":"gather_order","values":{},"chosen":"B","right":true,"sure":true,"misconception":""}\n'
    WRONG = '{"scenario":"gather_order","values":{},"chosen":"A","right":false,"sure":true,"misconception":"M4"}\n'

    SILENT = '{"scenario":"gather_order","question":2,"values":{},"chosen":"A","right":false,"misconception":"M4"}\n'

    def test_a_class_is_summed_up(self):
        one = self.write("one.jsonl", self.RIGHT + self.WRONG + self.SILENT)
        two = self.write("two.jsonl", self.WRONG)
        text = self.output("answers", one, two)
        self.assertIn("1 of 4 right, 2 wrong although sure", text)
        self.assertIn("3 x M4 create_task() starts the work now", text)

    def test_ones_own_are_exported(self):
        home = {"XDG_STATE_HOME": str(self.folder)}
        self.assertEqual(self.output("answers", env=home), "No answers yet.\n")
        (self.folder / "loopscope").mkdir()
        self.write("loopscope/answers.jsonl", self.RIGHT)
        self.assertEqual(self.output("answers", "--export", env=home), self.RIGHT)

    def test_what_is_no_answer_does_not_hide_the_others(self):
        mixed = self.write("mixed.jsonl", self.RIGHT + "\n" + '{"scenario":"torn' + "\n" + self.RIGHT)
        result = self.run_program("answers", mixed)
        self.assertEqual(result.returncode, 1)
        self.assertIn("2 of 2 right", result.stdout.decode())
        self.assertIn("mixed.jsonl, line 3: this is no answer", result.stderr.decode())

    def test_what_is_no_answer_is_said(self):
        self.assertIn("bad.jsonl, line 1: this is no answer", self.complaint(1, "answers", self.write("bad.jsonl", "{}\n")))
        self.assertIn("cannot read", self.complaint(2, "answers", "missing.jsonl"))


if __name__ == "__main__":
    unittest.main()
