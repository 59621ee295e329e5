"""What a program sees and does is what it would without the recorder."""

import contextlib
import os
import pty
import re
import subprocess
import sys
import unittest

import machine
import support


def complaints_of(done):
    lines = (re.sub(r"took 0\.\d+ s", "took 0.2 s", line) for line in done.stderr.splitlines())
    return [line for line in lines if not line.startswith("loopscope_recorder: ")]


class AsWithoutTheRecorder(support.RecorderTest):
    def assert_prints_the_same(self, body, arguments=()):
        """Under the recorder as without it; returns what is recorded, as text."""
        program = self.program(body, whole=True)
        plain = subprocess.run(
            [sys.executable, program.name, *arguments], capture_output=True, text=True, timeout=20, cwd=self.folder
        )
        path = self.folder / "it.loopscope"
        more = ["--", *arguments] if arguments else []
        recorded = self.command(program.name, "-o", path, *more)
        self.assertEqual(recorded.stdout, plain.stdout)
        self.assertEqual(recorded.returncode, plain.returncode, recorded.stderr)
        self.assertEqual(*map(complaints_of, (recorded, plain)))
        return path.read_text(encoding="utf-8")

    def test_a_profile_of_the_program_sees_its_calls(self):
        self.assert_prints_the_same(
            """
            import asyncio, cProfile, pstats, sys

            async def work(n):
                await asyncio.sleep(0.01)

            async def main():
                await asyncio.gather(*(work(i) for i in range(3)))

            for _ in range(2):
                profile = cProfile.Profile()
                profile.enable()
                asyncio.run(main())
                profile.disable()
                calls = pstats.Stats(profile).stats
                print([calls[key][0] for key in calls if key[2] == "work"], sys.getprofile())
            """
        )

    def test_a_profile_that_begins_in_a_task_stays(self):
        self.assert_prints_the_same(
            """
            import asyncio, sys

            called = []

            def profile(frame, event, arg):
                if event == "call" and frame.f_code.co_name == "work":
                    called.append(frame.f_code.co_name)

            async def work():
                await asyncio.sleep(0)

            async def main():
                sys.setprofile(profile)
                await work()
                await work()
                print(sys.getprofile() is profile)
                sys.setprofile(None)

            asyncio.run(main())
            print(len(called))
            """
        )

    def test_debug_mode_tells_of_slow_callbacks_and_where_handles_were_made(self):
        self.assert_prints_the_same(
            """
            import asyncio, time

            def slow():
                time.sleep(0.25)

            def make(depth):
                if depth:
                    return make(depth - 1)
                return asyncio.get_running_loop().call_soon(slow)

            async def main():
                handle = make(3)
                own = [frame.name for frame in handle._source_traceback if frame.filename == __file__]
                print(len(handle._source_traceback), own)
                await asyncio.sleep(0.1)

            asyncio.run(main(), debug=True)
            """
        )

    def test_the_exit_code_is_the_programs(self):
        for given in "3", "None", "-1", "True", "257", "'usage: foo'", "[1]":
            self.assert_prints_the_same(
                f"""
                import asyncio, sys

                async def main():
                    await asyncio.sleep(0)

                asyncio.run(main())
                sys.exit({given})
                """
            )

    def test_the_programs_hook_tells_of_what_nobody_caught(self):
        self.assert_prints_the_same(
            """
            import asyncio, sys

            def hook(kind, error, traceback):
                print('hook:', kind.__name__, error, traceback.tb_frame.f_code.co_name)

            async def main():
                raise ValueError("x")

            sys.excepthook = hook
            asyncio.run(main())
            """
        )

    def test_at_the_very_end_it_is_still_the_main_program(self):
        self.assert_prints_the_same(
            """
            import asyncio, atexit, sys

            NAME = "mine"

            @atexit.register
            def at_exit():
                print(sys.argv[1:], __import__("__main__").NAME, NAME)

            asyncio.run(asyncio.sleep(0))
            """,
            ["--verbose"],
        )

    @unittest.skipUnless(hasattr(os, "fork"), "fork()")
    def test_a_forked_process_does_what_it_would_and_writes_nothing_into_the_recording(self):
        recording = self.assert_prints_the_same(
            """
            import asyncio, os, sys, time, warnings

            warnings.simplefilter("ignore")

            async def inner(text):
                begin = time.monotonic()
                await asyncio.gather(asyncio.sleep(0.02), asyncio.sleep(0.01))
                print("of the copy,", text, time.monotonic() - begin >= 0.015)

            def forked(text):
                sys.stdout.flush()
                child = os.fork()
                if child == 0:
                    asyncio.run(inner(text))
                    sys.stdout.flush()
                    os._exit(3)
                print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))

            async def main():
                await asyncio.sleep(0.1)
                forked("within")
                await asyncio.to_thread(forked, "in a thread")
                await asyncio.sleep(0.1)

            forked("before")
            asyncio.run(main())
            forked("after")
            """
        )
        machine.check(recording)
        self.assertNotIn("of the copy", re.sub(r'\{"source".*', "", recording))

    def test_a_policy_of_the_program_makes_its_loops(self):
        recording = self.assert_prints_the_same(
            """
            import asyncio, sys, warnings

            warnings.simplefilter("ignore")

            class Policy(asyncio.DefaultEventLoopPolicy):
                def new_event_loop(self):
                    loop = super().new_event_loop()
                    loop.set_exception_handler(lambda loop, context: print("handler:", context["message"][:9]))
                    return loop

            async def main():
                asyncio.get_running_loop().call_soon(lambda: 1 / 0)
                await asyncio.sleep(0)

            asyncio.set_event_loop_policy(Policy())
            asyncio.run(main())
            asyncio.set_event_loop_policy(None)
            """
        )
        self.assertIn('["step"', recording)

    def test_standard_output_is_asked_and_told_what_it_is_without(self):
        self.assert_prints_the_same(
            """
            import asyncio, io, sys

            async def main():
                out = sys.stdout
                print(out.isatty(), out.encoding, out.errors, out.name, out.mode, out.fileno(), out.newlines)
                print(out.buffer.isatty(), out.buffer.fileno(), out.buffer.name, out.buffer.mode)
                out.reconfigure(line_buffering=True, errors="replace")
                print(out.line_buffering, out.write_through, out.errors, hasattr(out, "nothing"))
                out.reconfigure(encoding="latin-1")
                print("\\xe4\\u20ac".encode(out.encoding, out.errors))
                out.flush()
                sys.stdout = io.TextIOWrapper(out.detach(), encoding="utf-8", write_through=True)
                print("wrapped")

            asyncio.run(main())
            """
        )

    def test_without_a_file_standard_output_is_no_terminal_and_has_what_it_always_has(self):
        recorded = self.run_program(
            """
            import sys

            async def main():
                sys.stdout.reconfigure(line_buffering=True)
                print(sys.stdout.isatty(), sys.stdout.encoding)
            """
        )
        self.assertEqual([e["text"] for e in recorded.events("print")], ["False utf-8"])

    @unittest.skipUnless(hasattr(os, "openpty"), "pseudo-terminals")
    def test_a_terminal_stays_one(self):
        program = self.program("async def main(): print(__import__('sys').stdout.isatty())")
        ours, theirs = pty.openpty()
        done = self.command(program, "-o", self.folder / "it.loopscope", stdout=theirs)
        os.close(theirs)
        with contextlib.closing(os.fdopen(ours, "rb", 0)) as file:
            self.assertEqual((done.stderr, file.read(100).strip()), ("", b"True"))


if __name__ == "__main__":
    unittest.main()
