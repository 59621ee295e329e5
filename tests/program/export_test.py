"""What a run can be turned into: sentences, drawings, pages, and the trace that ui.perfetto.dev opens."""

import html.parser
import json
import re
import shutil
import subprocess
import unittest
import xml.etree.ElementTree as xml

from loopscope import ProgramTest

SVG = "{http://www.w3.org/2000/svg}"


class Narrative(ProgramTest):
    def test_tells_every_scenario_in_both_languages(self):
        for scenario in self.sampled_scenarios():
            with self.subTest(scenario["name"]):
                told = {language: self.output("run", scenario["name"], "--format", "narrative", "--language", language)
                        for language in ("en", "de")}
                for text in told.values():
                    self.assertTrue(text.startswith(scenario["name"]))
                    self.assertNotIn("{", text.splitlines()[2])
                # The same moments, in other words.
                self.assertEqual(len(told["en"].splitlines()), len(told["de"].splitlines()))
                self.assertNotEqual(told["en"], told["de"])

    def test_says_what_is_printed_and_when_turns_begin(self):
        text = self.output("run", "gather_order", "--format", "narrative")
        for line in self.output("run", "gather_order").splitlines():
            self.assertIn(line, text)
        self.assertIn("\n\nTurn 1 of the loop begins", text)


class Drawing(ProgramTest):
    def drawing(self, *arguments) -> xml.Element:
        return xml.fromstring(self.output("run", *arguments, "--format", "svg"))

    def texts(self, drawing: xml.Element) -> list[str]:
        return [element.text for element in drawing.iter(SVG + "text")]

    def test_the_critical_path_says_what_the_run_was_as_long_as(self):
        text = self.output("run", "gather_order", "--format", "critical-path")
        self.assertRegex(text, r"\ACritical path of the run\n100 %  sleep of [^\n]+ \(3 s\), gather_order\.(cpp|py):\d+\n")
        self.assertIn("\nt = 0 s – 3 s: sleep of ", text)
        german = self.output("run", "gather_order", "--format", "critical-path", "--language", "de")
        self.assertIn("Kritischer Weg", german)

    def test_every_scenario_is_well_formed_and_made_of_vectors(self):
        for scenario in self.sampled_scenarios():
            with self.subTest(scenario["name"]):
                drawing = self.drawing(scenario["name"])
                self.assertEqual(drawing.tag, SVG + "svg")
                self.assertEqual(list(drawing.iter(SVG + "image")), [])
                running = [r for r in drawing.iter(SVG + "rect") if r.get("class") in ("running", "dense")]
                self.assertNotEqual(running, [])
                for element in drawing.iter(SVG + "rect"):
                    self.assertGreaterEqual(float(element.get("width")), 0)

    def test_a_moment_has_its_line_and_its_sentence(self):
        whole, moment = self.drawing("gather_order"), self.drawing("gather_order", "--at", "12")
        self.assertEqual([e for e in whole.iter(SVG + "line") if e.get("class") == "now"], [])
        self.assertEqual(len([e for e in moment.iter(SVG + "line") if e.get("class") == "now"]), 1)
        self.assertEqual(len([t for t in moment.iter(SVG + "text") if t.get("class") == "sentence"]), 1)

    def test_a_moment_that_the_run_does_not_have_is_refused_with_what_it_has(self):
        count = len([line for line in self.output("run", "gather_order", "--format", "csv").splitlines()]) - 1
        file = self.folder / "run.loopscope"
        self.output("run", "gather_order", "--format", "recording", "-o", file)
        for options in (["--at", str(count + 1)], ["--from", str(count + 1)], ["--to", str(count + 1)]):
            for command in (["show", file], ["run", "gather_order"]):
                self.assertIn(f"0 to {count}", self.complaint(1, *command, "--format", "svg", *options))
        self.complaint(1, "show", file, "--format", "svg", "--from", "9", "--to", "9")
        self.output("show", file, "--format", "svg", "--at", str(count), "--to", str(count))

    def test_a_pdf_is_the_same_drawing_on_one_page_of_its_size(self):
        drawing = self.drawing("gather_order", "--at", "30")
        file = self.folder / "slide.pdf"
        self.output("run", "gather_order", "--at", "30", "--format", "pdf", "-o", file)
        pdf = file.read_bytes()
        self.assertTrue(pdf.startswith(b"%PDF"))
        box = re.search(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]", pdf)
        self.assertEqual([float(side) / 0.75 for side in box.groups()],
                         [float(drawing.get(side)) for side in ("width", "height")])
        self.assertNotIn(b"/Image", pdf)
        if shutil.which("pdftotext"):  # what a reader can search for is what the drawing says
            words = subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, text=True, check=True).stdout
            for text in self.texts(drawing):
                self.assertIn("".join(text.split()), "".join(words.split()))

    def test_the_named_parts_of_a_run_are_bands_above_the_lanes(self):
        drawing = self.drawing("graceful_shutdown")
        bands = [r for r in drawing.iter(SVG + "rect") if r.get("class") in ("phase", "next-phase")]
        self.assertEqual(len(bands), 4)
        self.assertIn("2 finish what is there", self.texts(drawing))
        lanes = min(float(r.get("y")) for r in drawing.iter(SVG + "rect") if r.get("class") == "running")
        for left, right in zip(bands, bands[1:]):
            self.assertLessEqual(float(left.get("x")) + float(left.get("width")), float(right.get("x")) + 0.2)
            self.assertLess(float(left.get("y")) + float(left.get("height")), lanes)
        early = self.drawing("graceful_shutdown", "--to", "20")
        self.assertEqual([r for r in early.iter(SVG + "rect") if r.get("class") == "phase"], [])
        self.assertNotIn("phases", self.texts(early))
        self.assertIn("2 finish what is there", self.output("run", "graceful_shutdown", "--format", "html"))

    def test_a_range_leaves_out_what_lies_outside(self):
        whole, part = self.drawing("gather_order"), self.drawing("gather_order", "--from", "20", "--to", "40")
        boxes = [len(list(drawing.iter(SVG + "rect"))) for drawing in (whole, part)]
        self.assertLess(boxes[1], boxes[0])
        self.assertGreater(boxes[1], 0)

    def test_limits_have_walls_and_groups_brackets(self):
        drawn = lambda drawing, style: len([e for e in drawing.iter(SVG + "rect") if e.get("class") == style])
        group, broken = self.drawing("taskgroup_scope"), self.drawing("wait_for_stubborn")
        self.assertEqual(drawn(group, "group"), 1 + 2 * 3)  # a line, and two in each child's lane
        self.assertEqual((drawn(broken, "wall"), drawn(broken, "late")), (2, 2))
        self.assertIn("limit 2 s", self.texts(broken))

    def test_speaks_the_language(self):
        self.assertIn("event loop", self.texts(self.drawing("gather_order")))
        self.assertIn("Schleife", self.texts(self.drawing("gather_order", "--language", "de")))


class Balanced(html.parser.HTMLParser):
    """Complains about an end tag that ends something else."""

    VOID = {"meta"}

    def __init__(self):
        super().__init__()
        self.open, self.wrong, self.seen = [], [], set()

    def handle_starttag(self, tag, attributes):
        self.seen.add(tag)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.seen.add(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


class Page(ProgramTest):
    def test_is_one_page_with_drawing_output_sentences_and_source(self):
        page = self.output("run", "gather_order", "--format", "html")
        parser = Balanced()
        parser.feed(page)
        self.assertEqual((parser.wrong, parser.open), ([], []))
        self.assertLessEqual({"svg", "pre", "ol", "li", "h1"}, parser.seen)
        self.assertIn("What happened", page)
        for loaded in ("src=", "href=", "@import"):
            self.assertNotIn(loaded, page)

    def test_what_a_program_prints_is_no_markup(self):
        recording = self.write("it.loopscope", '{"loopscope":1,"program":"<b>"}\n'
                               '{"string":1,"text":"<script>&"}\n'
                               '{"source":1,"path":"a.py","language":"python","text":"if 1 < 2: pass"}\n'
                               '["print",0,0,1]\n{"end":1}\n')
        page = self.output("show", recording, "--format", "html")
        self.assertNotIn("<script>", page)
        self.assertIn("&lt;script&gt;&amp;", page)
        self.assertIn("if 1 &lt; 2: pass", page)


class Perfetto(ProgramTest):
    """Against Google's "Trace Event Format", JSON object form, as far as we use it."""

    NEEDED = {"X": {"name", "ts", "dur", "pid", "tid"}, "i": {"name", "ts", "pid", "tid", "s"},
              "s": {"name", "cat", "id", "ts", "pid", "tid"}, "f": {"name", "cat", "id", "ts", "pid", "tid", "bp"},
              "C": {"name", "ts", "pid", "tid", "args"}, "M": {"name", "pid", "args"}}
    METADATA = {"process_name": "name", "thread_name": "name", "thread_sort_index": "sort_index"}

    def check(self, trace: dict):
        self.assertEqual(set(trace), {"traceEvents", "displayTimeUnit"})
        self.assertIn(trace["displayTimeUnit"], ("ms", "ns"))
        events = trace["traceEvents"]
        named = {e["tid"] for e in events if e["ph"] == "M" and e["name"] == "thread_name"}
        self.assertEqual({e["pid"] for e in events}, {1})
        self.assertLessEqual({e["tid"] for e in events if e["ph"] != "M"}, named)  # each track has a name
        for event in events:
            self.assertLessEqual(self.NEEDED[event["ph"]], set(event))
            for key in ("ts", "dur", "pid", "tid"):
                if key in event:
                    self.assertIn(type(event[key]), (int, float))
                    self.assertGreaterEqual(event[key], 0)
            if event["ph"] == "i":
                self.assertIn(event["s"], ("g", "p", "t"))
            if event["ph"] == "M":
                self.assertIn(self.METADATA[event["name"]], event["args"])
        self.check_flows(events)
        self.check_nesting(events)

    def check_flows(self, events: list[dict]):
        """Each arrow has both its ends, once each, the second not before the first and inside a slice of its track."""
        begun = {(e["cat"], e["name"], e["id"]): e["ts"] for e in events if e["ph"] == "s"}
        ended = [(e["cat"], e["name"], e["id"]) for e in events if e["ph"] == "f"]
        self.assertEqual(len(ended), len(set(ended)))
        self.assertEqual(set(begun), set(ended))
        self.assertEqual(len(begun), sum(e["ph"] == "s" for e in events))
        slices = [(e["tid"], e["ts"], e["ts"] + e["dur"]) for e in events if e["ph"] == "X"]
        for event in events:
            if event["ph"] == "f":
                self.assertLessEqual(begun[event["cat"], event["name"], event["id"]], event["ts"])
                self.assertEqual(event["bp"], "e")
                self.assertTrue(any(tid == event["tid"] and start <= event["ts"] <= end
                                    for tid, start, end in slices))

    def check_nesting(self, events: list[dict]):
        """Slices of one track lie beside or inside each other."""
        tracks = {}
        for event in events:
            if event["ph"] == "X":
                tracks.setdefault(event["tid"], []).append((event["ts"], -event["dur"]))
        for slices in tracks.values():
            open_ends = []
            for start, minus in sorted(slices):
                while open_ends and open_ends[-1] <= start:
                    open_ends.pop()
                if open_ends:
                    self.assertLessEqual(start - minus, open_ends[-1])
                open_ends.append(start - minus)

    def test_every_scenario_fits_the_format(self):
        for scenario in self.sampled_scenarios():
            with self.subTest(scenario["name"]):
                self.check(json.loads(self.output("run", scenario["name"], "--format", "perfetto")))

    def test_what_waits_one_second_is_one_second_long(self):
        trace = json.loads(self.output("run", "gather_order", "--format", "perfetto", "--set", "delay_a=1"))
        sleeps = [e["dur"] for e in trace["traceEvents"] if e["ph"] == "X" and "sleep until 1.000" in e["name"]]
        self.assertTrue(sleeps)
        for microseconds in sleeps:
            self.assertAlmostEqual(microseconds / 1e6, 1, places=3)

    def test_tracks_and_slices_are_named_after_functions_and_queues_are_counted(self):
        events = json.loads(self.output("run", "bounded_queue", "--format", "perfetto"))["traceEvents"]
        names = {e["args"]["name"] for e in events if e["ph"] == "M" and e["name"] == "thread_name"}
        slices = {e["name"] for e in events if e["ph"] == "X"}
        self.assertTrue(any("\u00b7 " in name for name in names), names)
        self.assertIn("main", slices)
        self.assertIn("ready", slices)
        counters = {e["name"] for e in events if e["ph"] == "C"}
        self.assertLessEqual({"ready queue", "timers"}, counters)
        self.assertTrue(any("ueue" in name for name in counters - {"ready queue", "timers"}), counters)

    def test_the_check_finds_what_is_wrong(self):
        good = json.loads(self.output("run", "gather_order", "--format", "perfetto"))
        for spoil in ({"ph": "X"}, {"ts": -1}, {"ts": "3"}):
            bad = json.loads(json.dumps(good))
            bad["traceEvents"].append({"ph": "i", "name": "x", "ts": 1, "pid": 1, "tid": 1, "s": "t"} | spoil)
            with self.assertRaises(AssertionError):
                self.check(bad)


if __name__ == "__main__":
    unittest.main()
