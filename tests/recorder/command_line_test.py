"""python3 -m loopscope_recorder: what it takes, what it prints, how it fails."""

import os
import unittest

import machine
from support import RecorderTest

GREETS = """
    import sys

    NAME = 'world'
    TIMES = 1
    DELAY = 0.5
    LOUD = False
    LIMIT = None

    async def main():
        for _ in range(TIMES):
            await asyncio.sleep(DELAY)
            print('hello', NAME.upper() if LOUD else NAME, LIMIT, *sys.argv[1:])
    """


class CommandLine(RecorderTest):
    @unittest.skipUnless(os.path.exists("/dev/full"), "no /dev/full")
    def test_a_full_standard_output_is_named(self):
        with open("/dev/full", "w") as full:
            done = self.command(self.program(GREETS), stdout=full)
        self.assert_fails(done, "the standard output: No space left on device")

    def assert_fails(self, done, *parts):
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertRegex(done.stderr, r"\Aloopscope_recorder: [^\n]+\n\Z")
        for part in parts:
            self.assertIn(part, done.stderr)

    def output(self, *arguments):
        done = self.command(*arguments)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return done.stdout

    def test_a_program_that_waits_for_ever_and_cannot_be_cancelled_is_ended(self):
        path = self.program(
            """
            async def stubborn():
                while True:
                    try:
                        await asyncio.Queue().get()
                    except BaseException:
                        pass

            async def main():
                task = asyncio.create_task(stubborn())
                await asyncio.sleep(1)
                task.cancel()
            """
        )
        output = self.folder / "out.loopscope"
        done = self.command(path, "-o", output)
        self.assertEqual(done.returncode, 0)
        self.assertIn("waits for ever", done.stderr)
        self.assertTrue(output.read_text().splitlines()[-1].startswith('{"end"'))

    def test_a_program_that_waits_for_ever_beside_a_thread_that_does_is_ended_and_told_of_once(self):
        path = self.program(
            """
            import queue, threading

            threading.Thread(target=queue.Queue().get).start()

            async def main():
                await asyncio.Event().wait()
            """
        )
        done = self.command(path, "-o", self.folder / "x")
        self.assertEqual((done.returncode, done.stderr.count("waits for ever")), (0, 1), done.stderr)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)

    def test_a_program_that_waits_for_ever_is_ended_however_it_leaves(self):
        recorded = self.run_program(
            """
            async def main():
                try:
                    await asyncio.Event().wait()
                except BaseException:
                    raise SystemExit('exit')
            """
        )
        self.assertTrue(recorded.outcome.waits)
        self.assertIsNone(recorded.outcome.error)

    COMPUTES = """
        import time

        def compute():
            end = time.thread_time() + 0.12
            while time.thread_time() < end:
                pass

        async def calc():
            await asyncio.sleep(1)
            compute()

        async def main():
            await asyncio.gather(calc())
            asyncio.get_running_loop().call_soon(compute)
            await asyncio.sleep(1)
        """

    def test_what_computes_for_long_is_told_beside_the_virtual_clock_and_not_in_the_recording(self):
        path = self.program(self.COMPUTES)
        done, again = self.command(path), self.command(path)
        self.assertEqual(done.stdout, again.stdout)
        self.assertNotIn('"clock"', done.stdout.replace('"clock":"virtual"', ""))
        lines = sorted(done.stderr.splitlines())
        self.assertEqual(len(lines), 3, done.stderr)
        name = os.path.basename(path)
        self.assertRegex(lines[0], rf": Task-2 \(calc\) computed for 0\.\d\d s from {name}, line 12 on$")
        self.assertRegex(lines[1], rf": compute computed for 0\.\d\d s from {name}, line 6 on$")
        self.assertIn("--real-time shows it", lines[2])

    def test_on_the_real_clock_the_recording_tells_of_it(self):
        self.assertEqual(self.command(self.program(self.COMPUTES), "--real-time").stderr, "")

    def test_a_server_on_the_virtual_clock_is_told_what_it_needs(self):
        path = self.program(
            """
            async def main():
                server = await asyncio.start_server(print, '127.0.0.1', 0)
                await server.serve_forever()
            """
        )
        done = self.command(path, "-o", self.folder / "out.loopscope")
        self.assertEqual(done.returncode, 0)
        self.assertRegex(done.stderr, r"\Aloopscope_recorder: [^\n]*waits for ever[^\n]* needs --real-time\n\Z")

    def test_the_recording_is_the_default(self):
        text = self.output(self.program(GREETS))
        machine.check(text)

    def test_with_a_file_the_programs_output_still_appears(self):
        target = self.folder / "it.loopscope"
        self.assertEqual(self.output(self.program(GREETS), "-o", target), "hello world None\n")
        machine.check(target.read_text(encoding="utf-8"))

    def test_a_recording_is_claimed_while_it_grows(self):
        target = self.folder / "it.loopscope"
        program = self.program(
            """
            import fcntl, sys

            async def main():
                with open(sys.argv[1]) as file:
                    try:
                        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
                    except BlockingIOError:
                        print('claimed')
            """
        )
        self.assertEqual(self.output(program, "-o", target, "--", target), "claimed\n")

    def test_steps_and_text(self):
        program = self.program(GREETS)
        self.assertEqual(self.output(program, "--format", "text"), "hello world None\n")
        steps = self.output(program, "--format", "steps").splitlines()
        self.assertEqual(steps[:2], ["#0 t=0.000", "  create Task-1"])
        self.assertIn("    print hello world None", steps)

    def test_constants_are_overridden(self):
        text = self.output(
            self.program(GREETS),
            "--format",
            "text",
            "--set",
            "NAME='all'",
            "--set",
            "TIMES=2",
            "--set",
            "DELAY=1",
            "--set",
            "LOUD=True",
            "--set",
            "LIMIT=3",
        )
        self.assertEqual(text, "hello ALL 3\n" * 2)

    def test_a_bare_word_is_text(self):
        self.assertIn("hello all", self.output(self.program(GREETS), "--format", "text", "--set", "NAME=all"))

    def test_overriding_moves_no_line(self):
        program = self.program("DELAY = (\n    1)\n\nasync def main():\n    await asyncio.sleep(DELAY)")
        lines = [
            self.output(program, "--format", "recording", *more).count('"line":8')
            for more in ((), ("--set", "DELAY=22"))
        ]
        self.assertEqual(lines, [1, 1])

    def test_arguments_reach_the_program(self):
        self.assertEqual(
            self.output(self.program(GREETS), "--format", "text", "--", "--set", "x"),
            "hello world None --set x\n",
        )

    def test_bad_overrides(self):
        program = self.program(GREETS)
        self.assert_fails(
            self.command(program, "--set", "NOTHING=1"), "no constant NOTHING", "NAME, TIMES, DELAY"
        )
        self.assert_fails(self.command(program, "--set", "TIMES='x'"), "TIMES is int", "not str")
        self.assert_fails(self.command(program, "--set", "LOUD=1"), "LOUD is bool", "not int")
        self.assert_fails(self.command(program, "--set", "TIMES"), "expected NAME=VALUE")
        self.assert_fails(self.command(program, "--set", "TIMES=1+"), "no Python literal")

    def test_a_program_that_is_not_there(self):
        self.assert_fails(self.command(self.folder / "nowhere.py"), "nowhere.py", "No such file")

    def test_a_program_with_a_syntax_error(self):
        path = self.program("x = 1\nif x\n", whole=True)
        self.assert_fails(self.command(path), "program.py", "line 2", "SyntaxError: expected ':'")

    def test_a_copy_of_a_scenario_is_called_as_that(self):
        path = self.program("# loopscope: gather_order\nprint('ends')\n", whole=True)
        self.assertIn('"program":"gather_order"', self.output(path))

    def test_a_program_that_raises(self):
        done = self.command(
            self.program("async def main():\n    raise ValueError('on purpose')"), "-o", self.folder / "x"
        )
        self.assertEqual(done.returncode, 1)
        *traceback, last = done.stderr.splitlines()
        self.assertIn("program.py, line 5: ValueError: on purpose", last)
        self.assertEqual(traceback[0], "Traceback (most recent call last):")
        self.assertIn(f'  File "{self.folder / "program.py"}", line 5, in main', traceback)
        self.assertNotIn("loopscope_recorder", "".join(traceback), "the recorder is no part of the program")
        machine.check((self.folder / "x").read_text(encoding="utf-8"))

    def test_an_error_in_another_file_of_the_program_is_told_of_that(self):
        (self.folder / "package").mkdir()
        self.program("import json\n\ndef fails():\n    json.loads('?')", "package/helper.py", whole=True)
        self.program("1 / 0", "package/broken.py", whole=True)
        for name, line in ("helper", "helper.fails()"), ("broken", ""):
            program = self.program(f"from package import {name}\n\nasync def main():\n    {line or 'pass'}")
            done = self.command(program, "-o", self.folder / "x")
            self.assertRegex(done.stderr.splitlines()[-1], rf": package/{name}.py, line [14]: ")

    def test_what_python_warns_of_names_the_programs_line(self):
        program = self.program("async def f(): pass\n\nasync def main():\n    f()")
        done = self.command(program, "-o", self.folder / "x")
        self.assertIn(f"{program}:7: RuntimeWarning: coroutine 'f' was never awaited\n", done.stderr)

    def test_a_program_that_exits(self):
        for given, code, told in (
            ("3", 3, ""),
            ("1", 1, "loopscope_recorder: {} ended with exit code 1\n"),
            ("'usage'", 1, "usage\nloopscope_recorder: {} ended with exit code 1\n"),
        ):
            program = self.program(f"async def main():\n    raise SystemExit({given})")
            done = self.command(program, "-o", self.folder / "x")
            self.assertEqual((done.returncode, done.stderr), (code, told.format(program.name)))
        done = self.command(self.program("async def main():\n    raise SystemExit"), "-o", self.folder / "x")
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_an_output_that_cannot_be_written(self):
        self.assert_fails(
            self.command(self.program(GREETS), "-o", self.folder / "no" / "file"), "no/file", "No such file"
        )

    def test_a_program_without_a_loop_gives_an_empty_recording(self):
        text = self.output(self.program("print('no loop')", whole=True))
        machine.check(text)
        self.assertIn("no loop", text)

    def test_usage_errors_exit_with_2(self):
        for arguments in ((), ("x.py", "--format", "nonsense"), ("x.py", "--nonsense")):
            done = self.command(*arguments)
            self.assertEqual(done.returncode, 2)
            self.assertIn("usage:", done.stderr)

    def test_a_program_that_is_a_package(self):
        package = self.folder / "package"
        (package / "inner").mkdir(parents=True)
        for folder in package, package / "inner":
            (folder / "__init__.py").write_text("")
        (package / "words.py").write_text("async def greet(name):\n    print('hello', name)\n")
        main = "import asyncio\nfrom {}words import greet\n\nasyncio.run(greet('{}'))\n"
        (package / "__main__.py").write_text(main.format(".", "package"))
        (package / "inner" / "tool.py").write_text(main.format("..", "tool"))
        text = self.output(package)
        machine.check(text)
        self.assertIn('"program":"package"', text)
        self.assertIn("hello package", text)
        self.assertIn('"path":"package/words.py"', text, "all of the package is the program's own")
        text = self.output(package / "inner" / "tool.py")
        self.assertIn("hello tool", text)
        self.assertIn('"path":"package/words.py"', text)

    def test_a_program_that_is_a_module(self):
        package = self.folder / "package"
        package.mkdir()
        (package / "__init__.py").write_text("")
        (package / "words.py").write_text("import asyncio\nasync def main():\n    print(__name__)\n")
        (package / "__main__.py").write_text("import asyncio\nfrom .words import main\nasyncio.run(main())\n")
        for module in "package", "package.__main__":
            text = self.output("-m", module)
            machine.check(text)
            self.assertIn(f'"program":"{module}"', text)
            self.assertIn('"path":"package/words.py"', text)
        self.assert_fails(self.command("-m", "package.words.none"), "-m package.words.none")
        self.assert_fails(self.command("-m", "nothing.of"), "-m nothing.of", "No module named 'nothing'")
        self.assert_fails(self.command("-m", "sys"), "-m sys", "none that can be run")

    def test_the_program_imports_what_lies_beside_it(self):
        (self.folder / "helper.py").write_text("async def help():\n    print('helped')\n", encoding="utf-8")
        program = self.program("import helper\n\nasync def main():\n    await helper.help()")
        text = self.output(program)
        self.assertIn('"path":"helper.py"', text)
        self.assertIn('"text":"helped"', text)


if __name__ == "__main__":
    unittest.main()
