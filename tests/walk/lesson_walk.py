#!/usr/bin/env python3
"""Holds the lessons that come with the program, in the real program, with keys only.

    lesson_walk.py PROGRAM

For each step of a lesson: the class votes twice on the first question, the program runs to the moment that
decides, a student answers alone, a parameter is changed and changed back, and the lesson goes on. What happened
is not seen in pixels but told by the program itself: the window's title, the file in which it keeps answers, the
names of the pictures that it saves, which hold the moment, and the recordings that it saves. Exit code 77:
skipped, something is missing.
"""

import contextlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
LESSONS = ("first_contact", "results_and_errors", "closing_time", "errors_and_cancellation")
PATIENCE = 60  # seconds that a loaded machine may take for one step


class Walk:
    """The program, driven with keys."""

    def __init__(self, program, lesson, display, folder):
        self.lesson = lesson
        self.folder = folder
        self.environment = os.environ | {"DISPLAY": display, "XDG_STATE_HOME": str(folder / "state"),
                                         "XDG_CONFIG_HOME": str(folder / "config")}
        self.environment.pop("WAYLAND_DISPLAY", None)
        self.program = program
        self.window = subprocess.Popen([program, lesson], cwd=folder, env=self.environment)

    # What is told to the program

    def press(self, *keys):
        self.tool("key", "--delay", "30", *keys)

    def tool(self, *arguments):
        done = subprocess.run(["xdotool", *arguments], env=self.environment, capture_output=True, text=True)
        return done.stdout

    # What the program tells

    def ask_program(self, *arguments):
        done = subprocess.run([self.program, *arguments], env=self.environment, capture_output=True, text=True, check=True)
        return json.loads(done.stdout)

    def titles(self):
        return self.tool("search", "--onlyvisible", "--name", "Loopscope", "getwindowname", "%@").splitlines()

    def answers(self):
        kept = self.folder / "state" / "loopscope" / "answers.jsonl"
        return [json.loads(line) for line in kept.read_text().splitlines()] if kept.exists() else []

    def wait_until(self, what, holds):
        for _ in range(PATIENCE * 10):
            if found := holds():
                return found
            if self.window.poll() is not None:
                raise SystemExit(f"{self.lesson}: the program has ended (exit code {self.window.returncode}) before {what}")
            time.sleep(0.1)
        raise SystemExit(f"{self.lesson}: in vain waited until {what}; the window is {self.titles()}")

    def moment(self, scenario):
        """Where the window stands: the picture that it saves is named by it."""
        for old in self.folder.glob("*.png"):
            old.unlink()
        self.press("F12")
        picture = self.wait_until("a picture is saved", lambda: next(self.folder.glob(f"{scenario}-*.png"), None))
        return int(picture.stem.rpartition("-")[2])

    def parameters(self):
        """Those of the run that is shown: they stand in the recording that it saves."""
        for old in self.folder.glob("*.loopscope"):
            old.unlink()
        self.press("ctrl+s")
        saved = self.wait_until("the recording is saved", lambda: next(self.folder.glob("*.loopscope"), None))
        with contextlib.suppress(ValueError):  # it is not written to its end
            return json.loads(saved.read_text(encoding="utf-8").splitlines()[0])["parameters"]

    # The lesson

    def step(self, scenario, title, sets):
        self.wait_until(f"{title} is open", lambda: any(title in text for text in self.titles()))
        first, *further = self.ask_program("ask", scenario, "--json", *sets)["questions"]
        self.vote(scenario, first["decided"] + 1)
        # The second time it asks the next question that can be answered, or the first again.
        answers = [question["answer"] for question in further if question["answer"] is not None]
        self.answer(scenario, answers[0] if answers else first["answer"])
        self.change_parameter()
        print(f"ok    {self.lesson}: {scenario}", flush=True)

    def vote(self, scenario, decided):
        self.press("5", "space")  # the question, the time
        for cards in (("a", "1", "2", "b", "7", "Return"), ("a", "4", "b", "1", "5", "Return")):
            self.press("v", *cards)
        self.press("Return", "Return")  # to the moment that decides; skip the way
        self.wait_until("the moment that decides", lambda: self.moment(scenario) == decided)
        self.press("Escape")

    def answer(self, scenario, right):
        """Alone, and not sure of it (S twice)."""
        before = len(self.answers())
        self.press("5", "abcd"[right], "s", "s", "Return", "Return")
        self.wait_until("the answer is kept", lambda: len(self.answers()) > before)
        kept = self.answers()[-1]
        if kept["scenario"] != scenario or not kept["right"] or kept["sure"]:
            raise SystemExit(f"{self.lesson}: {scenario}: this answer was kept: {kept}")
        self.press("Escape")

    def change_parameter(self):
        """The next one to its next value and back, or the other way: each time the program runs again."""
        before = self.parameters()
        self.press("Tab")
        for there, back in ("plus", "minus"), ("minus", "plus"):
            self.press(there)
            if self.parameters() != before:
                break
        else:
            raise SystemExit(f"{self.lesson}: no parameter changes from {before}")
        self.press(back)
        self.wait_until("it is changed back", lambda: self.parameters() == before)
        self.press("8", "9", "v")  # lesson, notes, source

    def hold(self):
        self.wait_until("the window is there", self.titles)
        self.tool("mousemove", "640", "12")
        steps = steps_of(self.lesson)
        titles = {scenario["name"]: scenario["title"] for scenario in self.ask_program("list", "--json")}
        for number, (scenario, sets) in enumerate(steps):
            if number:
                self.press("n")
            self.step(scenario, titles[scenario], sets)
        self.press("ctrl+q")
        if self.window.wait(timeout=PATIENCE):
            raise SystemExit(f"{self.lesson}: exit code {self.window.returncode}")
        answered = [answer["scenario"] for answer in self.answers()]
        if answered != [scenario for scenario, _ in steps]:
            raise SystemExit(f"{self.lesson}: answers were kept to {answered}")


def steps_of(lesson):
    """[(scenario, the values that the lesson wants as arguments)]"""
    plan = (ROOT / "scenarios" / "playlists" / f"{lesson}.playlist").read_text(encoding="utf-8")
    steps = re.findall(r"^\d+ min +(\S+)(.*)$", plan, flags=re.MULTILINE)
    return [(scenario, [word for value in values.split() for word in ("--set", value)]) for scenario, values in steps]


@contextlib.contextmanager
def own_display():
    """The name of a display that nobody sees."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten", "tcp",
               "-noreset"]  # else it is away for a moment whenever its last client goes
    with subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL) as server:
        os.close(write)
        try:
            with os.fdopen(read) as number:
                yield ":" + number.readline().strip()
        finally:
            server.terminate()


def main():
    program = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("LOOPSCOPE", ""))
    missing = [tool for tool in ("Xvfb", "xdotool") if not shutil.which(tool)]
    if missing or not os.access(program, os.X_OK):
        print(f"skipped: {', '.join(missing) or 'the program'} is missing")
        return 77
    with own_display() as display:
        for lesson in LESSONS:
            with tempfile.TemporaryDirectory() as folder:
                walk = Walk(program, lesson, display, pathlib.Path(folder))
                try:
                    walk.hold()
                finally:
                    walk.window.kill()
                    walk.window.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
