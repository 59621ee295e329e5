"""What the program prints, in the recording."""

import threading
import unittest
from types import SimpleNamespace

from support import RecorderTest

from loopscope_recorder.output import Output


class OutputTest(RecorderTest):
    def test_output_is_recorded_line_by_line(self):
        recorded = self.run_program(
            """
            import sys

            async def main():
                print('one', end='')
                print(' line')
                print('two\\nlines')
                sys.stdout.buffer.write(b'bytes\\n')
                print(end='the end')
            """
        )
        self.assertEqual(
            [e["text"] for e in recorded.events("print")], ["one line", "two", "lines", "bytes", "the end"]
        )
        self.assertEqual(recorded.output, "one line\ntwo\nlines\nbytes\nthe end")

    def test_a_piece_of_a_line_is_recorded_when_it_is_flushed(self):
        recorded = self.run_program(
            """
            async def main():
                print('a', end=' ', flush=True)
                await asyncio.sleep(1)
                print('b', end=' ')
                await asyncio.sleep(1)
                print('c', flush=True)
            """
        )
        self.assertEqual([(e["text"], e["flags"]) for e in recorded.events("print")], [("a ", 1), ("b c", 0)])
        self.assertEqual(recorded.output, "a b c\n")

    def test_of_what_two_threads_print_nothing_is_lost(self):
        class Slow(str):
            """While it is added to the line so far, another thread prints."""

            def __radd__(self, before):
                other.start()
                other.join(0.05)
                return before + str(self)

        heard = []
        observer = SimpleNamespace(printed=heard.append)
        output = Output(observer, None)
        other = threading.Thread(target=output.write, args=("other",))
        output.write(Slow("one"))
        other.join()
        output.finish()
        self.assertEqual(heard, ["oneother"])


if __name__ == "__main__":
    unittest.main()
