"""show, check, record and where things are written to."""

import json
import os
import select
import signal
import subprocess
import unittest
from unittest import mock

from loopscope import ROOT, ProgramTest

HELLO = """\
import asyncio
import sys


async def main():
    print("hello", *sys.argv[1:])
    await asyncio.sleep(3600)
    print("an hour later")


asyncio.run(main())
"""


class Recordings(ProgramTest):
    def setUp(self):
        super().setUp()
        self.recording = self.output("run", "gather_order", "--format", "recording")

    def test_a_recording_can_come_from_the_standard_input(self):
        shown = self.output("show", "-", stdin=self.recording.encode())
        self.assertEqual(shown, self.output("run", "gather_order"))
        self.assertIn("sound", self.output("check", "-", stdin=self.recording.encode()))

    def test_check_tells_remarks_on_the_recording_from_warnings_about_the_program(self):
        path = self.write("lost.loopscope", self.output("run", "lost_task", "--format", "recording"))
        told = self.output("check", path)
        self.assertRegex(told, r": a sound recording: \d+ events in \d+ turns\n")
        self.assertRegex(told, r"\n\S+: [\d.]+ kB in the file, in memory \d+ kB: events [^\n]+ \(at most 67 MB\)")
        self.assertRegex(told, r"\n\S+: the program: destroyed pending \(waiter 1\): it was not done\n")
        self.assertNotIn(" 0 ", told)

    def test_check_names_each_damaged_line(self):
        lines = self.recording.splitlines()
        events = [number for number, line in enumerate(lines) if line.startswith("[")]
        for number in events[5], events[20]:
            lines[number] = '["step",oops]'
        path = self.write("damaged.loopscope", "\n".join(lines) + "\n")
        done = self.run_program("check", path)
        self.assertEqual(done.returncode, 1)
        for number in events[5], events[20]:
            self.assertIn(f"{path}:{number + 1}: error: ", done.stdout.decode())
        self.assertRegex(done.stderr.decode(), r"\Aloopscope: [^\n]+ is not sound: [^\n]+\n\Z")

    def test_show_uses_what_is_left_of_a_damaged_recording_and_says_so(self):
        lines = self.recording.splitlines()
        lines[-2] = "}{"
        done = self.run_program("show", self.write("damaged.loopscope", "\n".join(lines) + "\n"))
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stdout.decode(), self.output("run", "gather_order"))
        self.assertRegex(done.stderr.decode(), r"\Aloopscope: [^\n]*loopscope check[^\n]*\n\Z")

    @mock.patch.dict(os.environ, LSAN_OPTIONS="detect_leaks=0")  # graphics drivers leak
    def test_the_window_warns_of_a_missing_end_unless_the_file_is_being_written(self):
        cut = self.write("cut.loopscope", self.recording[: len(self.recording) * 2 // 3])
        self.output("screenshot", cut, "-o", self.folder / "fresh.png")
        os.utime(cut, (0, 0))
        self.output("screenshot", cut, "-o", self.folder / "old.png")
        self.assertNotEqual((self.folder / "fresh.png").read_bytes(), (self.folder / "old.png").read_bytes())

    def test_a_recording_that_was_cut_off_is_no_error(self):
        cut = self.write("cut.loopscope", self.recording[: len(self.recording) * 2 // 3])
        done = self.run_program("check", cut)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.assertIn("remark", done.stdout.decode())

    def test_what_is_no_recording(self):
        for text in ("", "hello\n", "{}\n", "[]\n", "\0\0\0", '{"loopscope":99}\n'):
            with self.subTest(text=text):
                path = self.write("other.loopscope", text)
                self.complaint(1, "show", path)
                self.assertEqual(self.run_program("check", path).returncode, 1)

    def test_the_window_says_in_its_language_why_a_file_does_not_open(self):
        newer = self.recording.replace('"loopscope":1', '"loopscope":99', 1)
        for text, why in (("", "Die Datei ist leer"), ("hello\n", "keine Aufzeichnung"), (newer, "Formatversion 99")):
            with self.subTest(why=why):
                path = self.write("other.loopscope", text)
                told = self.complaint(1, "screenshot", path, "-o", "no.png", "--language", "de")
                self.assertIn(f"other.loopscope lässt sich nicht öffnen: ", told)
                self.assertIn(why, told)
        broken = self.write("broken.py", "print(")
        told = self.complaint(1, "screenshot", broken, "-o", "no.png", "--language", "de",
                              env={"LOOPSCOPE_PYTHON": "/nowhere/python3"})
        self.assertIn("/nowhere/python3 lässt sich nicht starten", told)

    def test_files_that_are_not_there(self):
        for command in ("show", "check", "record"):
            self.assertIn("there is no file nothing", self.complaint(2, command, "nothing"))
        self.assertIn("folder", self.complaint(2, "show", self.folder))


class Output(ProgramTest):
    def test_goes_to_the_file_that_is_named(self):
        self.assertEqual(self.output("run", "gather_order", "-o", "out.txt"), "")
        self.assertEqual((self.folder / "out.txt").read_text(), self.output("run", "gather_order"))
        self.assertEqual(os.listdir(self.folder), ["out.txt"])

    def test_the_ending_of_its_name_says_what_it_is_to_be(self):
        for ending, format in ("loopscope", "recording"), ("svg", "svg"), ("html", "html"), ("csv", "csv"):
            self.output("run", "gather_order", "-o", f"out.{ending}")
            self.assertEqual((self.folder / f"out.{ending}").read_text(), self.output("run", "gather_order", "--format", format))
        self.output("run", "gather_order", "-o", "steps.csv", "--format", "steps")
        self.assertEqual((self.folder / "steps.csv").read_text(), self.output("run", "gather_order", "--format", "steps"))
        self.output("show", "out.loopscope", "-o", "shown.svg")
        self.assertIn("<svg", (self.folder / "shown.svg").read_text())

    def test_a_link_to_the_file_stays_one(self):
        for form in "text", "recording":
            with self.subTest(form):
                target = self.write("target", "old")
                target.chmod(0o600)
                link = self.folder / "link"
                link.unlink(missing_ok=True)
                link.symlink_to(target)
                self.output("run", "gather_order", "--format", form, "-o", link)
                self.assertTrue(link.is_symlink())
                self.assertNotEqual(target.read_text(), "old")
                self.assertEqual(target.stat().st_mode & 0o777, 0o600)

    def test_the_standard_output_that_is_a_file_is_written_to(self):
        with open(self.folder / "out.txt", "wb") as out:
            subprocess.run([self.program, "run", "gather_order", "-o", "/proc/self/fd/1"], stdout=out, check=True)
            out.flush()
            self.assertEqual(os.fstat(out.fileno()).st_ino, (self.folder / "out.txt").stat().st_ino)
        self.assertEqual((self.folder / "out.txt").read_text(), self.output("run", "gather_order"))

    def test_a_folder_that_is_not_there(self):
        self.assertIn("there is no folder", self.complaint(2, "run", "gather_order", "-o", "nowhere/out.txt"))

    @unittest.skipUnless(os.path.exists("/dev/full"), "no /dev/full")
    def test_a_full_disk_is_said(self):
        self.assertIn("/dev/full", self.complaint(1, "run", "gather_order", "-o", "/dev/full"))


class Record(ProgramTest):
    def test_a_python_program_with_its_arguments(self):
        program = self.write("hello.py", HELLO)
        done = self.run_program("record", program, "--", "--big", "world")
        self.assertEqual((done.returncode, done.stdout), (0, b"hello --big world\nan hour later\n"))
        self.assertIn("loopscope hello.loopscope", done.stderr.decode())
        self.assertEqual(self.output("show", "hello.loopscope"), done.stdout.decode())
        self.assertIn("sound", self.output("check", "hello.loopscope"))
        header = json.loads((self.folder / "hello.loopscope").read_text().splitlines()[0])
        self.assertEqual((header["language"], header["clock"]), ("python", "virtual"))

    def test_a_program_that_fails(self):
        failing = HELLO.replace('print("hello", *sys.argv[1:])', 'raise ValueError("no")')
        program = self.write("bad.py", failing)
        done = self.run_program("record", program, "-o", "bad.loopscope")
        self.assertEqual(done.returncode, 1)
        self.assertIn("ValueError: no", done.stderr.decode())
        self.assertIn("raised ValueError('no')", self.output("show", "bad.loopscope", "--format", "steps"))

    def test_one_that_fails_is_recorded_up_to_there(self):
        program = self.write("bad.py", HELLO.replace('print("an hour later")', 'raise ValueError("no")'))
        complaint = self.run_program("record", program).stderr.decode()
        self.assertRegex(complaint, r"\nRecorded [^\n]*bad.py up to there\. [^\n]* bad\.loopscope\n\Z")
        self.assertIn("sound", self.output("check", "bad.loopscope"))
        broken = self.write("bad.py", "print(")
        complaint = self.run_program("record", broken).stderr.decode()
        self.assertNotIn("Recorded", complaint, "what lies there is of the time before")

    def record_ended(self, how):
        """The complaint of recording a server that lets itself be ended by `how`."""
        program = self.write("server.py", HELLO.replace('print("hello", *sys.argv[1:])', f"""\
import os, signal
    loop = asyncio.get_running_loop()
    loop.call_later(0.01, lambda: {how})"""))
        done = self.run_program("record", program, "--real-time")
        self.assertEqual(done.returncode, 1)
        self.assertIn("sound", self.output("check", "server.loopscope"))
        return done.stderr.decode()

    def test_one_that_is_interrupted_is_recorded_up_to_there(self):
        parent, own = "os.kill(os.getppid(), signal.SIGINT)", "os.kill(os.getpid(), signal.SIGINT)"
        tells_both = "f'kill -INT {os.getppid()} {os.getpid()}'"  # as `timeout` tells the whole group, and so do we
        both = f"os.spawnlp(os.P_NOWAIT, 'sh', 'sh', '-c', {tells_both})"
        for how in parent, own, both:
            self.assertRegex(self.record_ended(how),
                             r"\A[^\n]*server.py was interrupted\nRecorded [^\n]* up to there\.[^\n]*\n\Z")

    def test_one_that_is_terminated_is_recorded_up_to_there_and_gone(self):
        for who in "os.getppid()", "os.getpid()":
            self.assertRegex(self.record_ended(f"os.kill({who}, signal.SIGTERM)"),
                             r"\A[^\n]*server.py was ended by signal 15 \(SIGTERM\)\.\nRecorded [^\n]* up to there")

    def test_one_that_is_terminated_within_a_step_is_sound_and_has_no_end(self):
        program = self.write("server.py", HELLO.replace('print("hello", *sys.argv[1:])', """import os, signal, time
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(60)"""))
        self.run_program("record", program, "--real-time")
        self.assertIn("no end line", self.output("check", "server.loopscope"))

    def test_what_this_process_blocks_does_not_bother_the_program(self):
        program = self.write("mask.py", HELLO.replace("*sys.argv[1:]", "*__import__('signal').pthread_sigmask(0, [])"))
        before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
        self.addCleanup(signal.pthread_sigmask, signal.SIG_SETMASK, before)
        self.assertEqual(self.run_program("record", program).stdout, b"hello\nan hour later\n")

    def test_the_programs_own_search_path_comes_after_the_recorder(self):
        program = self.write("path.py", HELLO.replace("*sys.argv[1:]", "*sys.path"))
        told = self.run_program("record", program, env={"PYTHONPATH": "/mine"}).stdout.decode()
        self.assertRegex(told, r"recorder /mine ")

    def test_one_that_ends_without_the_recorders_knowing_is_recorded_up_to_there(self):
        for end, told in (("os.kill(os.getpid(), 9)", r"was ended by signal 9 \(SIGKILL\)"),
                          ("os._exit(3)", "ended with exit code 3"), ("os._exit(127)", "ended with exit code 127")):
            program = self.write("ends.py", HELLO.replace('print("hello", *sys.argv[1:])', f"import os; {end}"))
            complaint = self.run_program("record", program).stderr.decode()
            self.assertRegex(complaint, rf"\Aloopscope: [^\n]*ends.py {told}\.\nRecorded [^\n]* up to")

    def test_a_picture_that_is_killed_ends_the_program_that_it_runs(self):
        program = self.write("stays.py", "import os, time\nprint(os.getpid(), flush=True)\ntime.sleep(60)\n")
        with subprocess.Popen([self.program, "screenshot", str(program), "-o", "no.png"], cwd=self.folder,
                              stdout=subprocess.PIPE) as picture:
            child = int(picture.stdout.readline())
            watched = os.pidfd_open(child)
            self.addCleanup(os.close, watched)
            picture.kill()
        if not select.select([watched], [], [], 30)[0]:
            os.kill(child, signal.SIGKILL)
            self.fail("it runs on")

    def test_a_moment_is_for_a_drawing(self):
        self.output("run", "gather_order", "--format", "recording", "-o", "run.loopscope")
        for option in ("--at", "--from", "--to"):
            self.assertIn("are for drawings", self.complaint(2, "show", "run.loopscope", option, "3"))
        self.assertIn("<svg", self.output("show", "run.loopscope", "--format", "svg", "--at", "3"))

    def test_without_python(self):
        program = self.write("hello.py", HELLO)
        complaint = self.complaint(1, "record", program, env={"LOOPSCOPE_PYTHON": "/nowhere/python3"})
        self.assertIn("Install Python", complaint)


class Making(ProgramTest):
    """A scenario's Python, changed by a learner."""

    def test_the_twin_is_copied_and_what_is_there_stays(self):
        copy = self.folder / "mine.py"
        self.complaint(1, "make", "gather_order", "-o", copy)  # there is no display here
        twin = ROOT / "scenarios/gather_order/gather_order.py"
        self.assertEqual(
            copy.read_text(encoding="utf-8"), "# loopscope: gather_order\n" + twin.read_text(encoding="utf-8")
        )
        copy.write_text(HELLO, encoding="utf-8")
        self.complaint(1, "make", "gather_order", "-o", copy)
        self.assertEqual(copy.read_text(encoding="utf-8"), HELLO)

    def test_the_copy_has_the_values_that_are_asked_for(self):
        copy = self.folder / "mine.py"
        self.complaint(1, "make", "gather_order", "--set", "delay_a=1", "-o", copy)
        self.assertIn("\nDELAY_A = 1\nDELAY_B = 1\n", copy.read_text(encoding="utf-8"))
        self.assertIn("there already", self.complaint(1, "make", "gather_order", "--set", "delay_a=2", "-o", copy))
        self.assertIn("\nDELAY_A = 1\n", copy.read_text(encoding="utf-8"))
        self.assertIn("delay_b", self.complaint(2, "make", "gather_order", "--set", "delay=2"))

    def test_a_mistake_is_named_with_its_line(self):
        wrong = self.write("wrong.py", HELLO.replace("await asyncio.sleep(3600)", "await asyncio sleep(3600)"))
        done = self.run_program(wrong)
        self.assertEqual(done.returncode, 1)
        last = done.stderr.decode().splitlines()[-1]
        self.assertRegex(last, r"open \S*wrong\.py: wrong\.py, line 7: SyntaxError: invalid syntax")

    @mock.patch.dict(os.environ, LSAN_OPTIONS="detect_leaks=0")  # graphics drivers leak
    def test_a_program_that_does_not_begin_can_be_looked_at(self):
        for mistake in ("await asyncio sleep(3600)", "  await asyncio.sleep(3600)"):
            wrong = self.write("wrong.py", HELLO.replace("await asyncio.sleep(3600)", mistake))
            self.assertEqual(self.run_program("screenshot", wrong, "-o", "wrong.png").returncode, 0)
        wrong = self.write("wrong.py", HELLO.replace("asyncio.run(", "asyncio.runn("))
        self.assertEqual(self.run_program("screenshot", wrong, "-o", "wrong.png").returncode, 0)
        done = self.run_program(wrong)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr.decode(), r"\nloopscope: Cannot open \S*wrong\.py: wrong\.py, line 11: Attr[^\n]*\n\Z")

    def test_a_copy_under_another_name_has_its_scenarios_questions(self):
        copy = self.folder / "mine.py"
        self.complaint(1, "make", "gather_order", "-o", copy)
        self.run_program("record", copy)
        header = (self.folder / "mine.loopscope").read_text(encoding="utf-8").splitlines()[0]
        self.assertEqual(json.loads(header)["program"], "gather_order")


if __name__ == "__main__":
    unittest.main()
