"""What becomes of a recording whose program is ended by a signal."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import unittest
from unittest import mock

import machine
from support import RECORDER, RecorderTest

from loopscope_recorder.recording import Recording
from loopscope_recorder.signals import Interrupts

PATIENCE = 30  # seconds that nothing here takes

SERVES = """
    async def main():
        server = await asyncio.start_server(print, '127.0.0.1', 0)
        async with server:
            asyncio.get_running_loop().call_soon(print, 'ready')
            try:
                await server.serve_forever()
            finally:
                await asyncio.sleep(0)
                print('cleaned up')
    """


CLEANS_UP = """
    import os, signal

    async def main():
        try:
            print('ready')
            await asyncio.sleep(10)
        finally:
            for _ in range(1000):
                await asyncio.sleep(0)
            print('cleaned up')
    """


class Signals(RecorderTest):
    def ended_by(self, body, *signals, real_time=True, once_it_waits=False):
        """Exit code, output and the recording's lines of a program to which signals are sent once it printed a line.

        With `once_it_waits` not before its loop waits: within a step a recording breaks off, without an end line.
        """
        target = self.folder / "it.loopscope"
        command = [sys.executable, "-u", "-m", "loopscope_recorder", self.program(body), "-o", target]
        with subprocess.Popen(
            command + (["--real-time"] if real_time else []),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # ignored in the background
            env=os.environ | {"PYTHONPATH": str(RECORDER), "PYTHONDONTWRITEBYTECODE": "1"},
        ) as process:
            try:
                first = process.stdout.readline()
                while once_it_waits and not target.read_text("utf-8").rsplit("\n", 2)[-2].startswith('["select"'):
                    pass
                for number in signals:
                    process.send_signal(number)
                output, _ = process.communicate(timeout=PATIENCE)
            finally:
                process.kill()
        text = target.read_text(encoding="utf-8")
        machine.check(text)
        return process.returncode, first + output, text.splitlines()

    def test_sigterm_ends_the_program_at_once_and_the_recording_well(self):
        for signals in [signal.SIGTERM], [signal.SIGTERM] * 3:
            code, output, lines = self.ended_by(SERVES, *signals, once_it_waits=True)
            self.assertEqual((code, output), (-signal.SIGTERM, "ready\n"))
            self.assertTrue(lines[-1].startswith('{"end"'), lines[-1])

    def test_sigterm_is_the_programs_business_if_it_handles_it(self):
        code, output, lines = self.ended_by(
            """
            import signal

            async def main():
                told = asyncio.Event()
                asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, told.set)
                print('ready')
                await told.wait()
                print('told')
            """,
            signal.SIGTERM,
        )
        self.assertEqual((code, output), (0, "ready\ntold\n"))

    def test_a_forked_process_is_ended_and_leaves_the_recording_alone(self):
        code, output, lines = self.ended_by(
            """
            import os, signal, sys

            async def main():
                child = os.fork()
                if child == 0:
                    os.kill(os.getpid(), signal.SIGTERM)
                    os._exit(1)
                print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGTERM)
            """
        )
        self.assertEqual((code, output), (0, "True\n"))
        self.assertEqual([line.startswith('{"end"') for line in lines].count(True), 1)

    @unittest.skipUnless(sys.version_info >= (3, 11), "asyncio.Runner")
    def test_sigint_wakes_up_a_loop_that_waits_for_clients(self):
        code, output, lines = self.ended_by(SERVES, signal.SIGINT)
        self.assertEqual((code, output), (1, "ready\ncleaned up\n"))

    @unittest.skipUnless(sys.version_info >= (3, 11), "asyncio.Runner")
    def test_a_sigint_that_comes_twice_from_outside_is_no_impatience(self):
        code, output, lines = self.ended_by(CLEANS_UP, signal.SIGINT, signal.SIGINT)
        self.assertEqual((code, output), (1, "ready\ncleaned up\n"))

    @unittest.skipUnless(sys.version_info >= (3, 11), "asyncio.Runner")
    def test_a_sigint_that_the_program_sends_itself_twice_is_impatience(self):
        for send in "os.kill(os.getpid(), signal.SIGINT)", "signal.raise_signal(signal.SIGINT)":
            twice = CLEANS_UP.replace("print('ready')", f"{send}; {send}")
            for real_time in True, False:
                code, output, lines = self.ended_by(twice, real_time=real_time)
                self.assertEqual((code, output), (1, ""))

    @unittest.skipUnless(sys.version_info >= (3, 11), "asyncio.Runner")
    def test_a_sigint_while_the_recorder_waits_for_threads_leaves_a_whole_recording(self):
        code, output, lines = self.ended_by(
            """
            import threading

            async def main():
                held = threading.Lock()
                held.acquire()
                waits = lambda: (print('waits'), held.acquire(timeout=1))
                threading.Thread(target=waits).start()
            """,
            signal.SIGINT,
        )
        self.assertEqual((code, output), (1, "waits\n"))

    @unittest.skipUnless(sys.version_info >= (3, 11), "asyncio.Runner")
    def test_sigint_wakes_up_a_virtual_loop_that_waits_for_a_child(self):
        code, output, lines = self.ended_by(
            """
            import sys

            async def main():
                child = await asyncio.create_subprocess_exec(sys.executable, '-c', 'input()', stdin=-1)
                try:
                    print('ready')
                    await child.wait()
                except asyncio.CancelledError:
                    print('cancelled')
                    raise
                finally:
                    child.kill()
                    await child.wait()
            """,
            signal.SIGINT,
            real_time=False,
        )
        self.assertEqual((code, output), (1, "ready\ncancelled\n"))

    def test_sigint_in_the_middle_of_a_line_comes_after_it(self):
        recording = Recording("it.py", {}, "real", "0")
        written = []

        class IsInterrupted:
            def event(self, kind, *fields):
                signal.raise_signal(signal.SIGINT)
                written.append(kind)

        recording.listeners.append(IsInterrupted())
        before = signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored in the background
        self.addCleanup(signal.signal, signal.SIGINT, before)
        with contextlib.ExitStack() as replaced, self.assertRaises(KeyboardInterrupt):
            replace = lambda *what: replaced.enter_context(mock.patch.object(*what))
            replaced.enter_context(Interrupts(recording).handled(replace))
            recording.emit("print")
            threading.Event().wait(PATIENCE)
        self.assertEqual(written, ["print"])
        self.assertIs(signal.getsignal(signal.SIGINT), signal.default_int_handler)


if __name__ == "__main__":
    unittest.main()
