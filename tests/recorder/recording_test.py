"""The recording: sound by the rules of docs/trace_format.md, and with what the window needs."""

import json
import platform
import threading
import unittest

import machine
from support import RecorderTest

from loopscope_recorder.kinds import Kind
from loopscope_recorder.recording import Recording

EVERYTHING = """
    import contextvars

    async def quick():
        return 1

    async def numbers():
        for i in range(2):
            yield i
            await asyncio.sleep(0)

    async def fails():
        await asyncio.sleep(1)
        raise ValueError('fails')

    async def worker(queue, lock):
        while True:
            item = await queue.get()
            async with lock:
                await asyncio.sleep(item)
            queue.task_done()

    async def main():
        loop = asyncio.get_running_loop()
        print(await quick(), [i async for i in numbers()])
        queue, lock = asyncio.Queue(2), asyncio.Lock()
        workers = [asyncio.create_task(worker(queue, lock), name=f'worker {n}') for n in range(3)]
        for item in 1, 2, 0.5, 0:
            await queue.put(item)
        await queue.join()
        for task in workers:
            task.cancel('over')
        await asyncio.wait(workers)
        try:
            await asyncio.gather(fails(), asyncio.sleep(2))
        except ValueError:
            pass
        inner = asyncio.create_task(quick())
        await asyncio.shield(inner)
        try:
            await asyncio.wait_for(asyncio.Event().wait(), 1)
        except asyncio.TimeoutError:
            print('too late')
        handle = loop.call_later(5, print, 'never')
        handle.cancel()
        soon = loop.call_soon(print, 'never')
        soon.cancel()
        loop.call_soon_threadsafe(print, 'from a thread')
        future = loop.create_future()
        future.add_done_callback(print)
        future.remove_done_callback(print)
        future.cancel()
        asyncio.create_task(asyncio.sleep(100), name='left behind')
        await asyncio.sleep(0)
    """


class Meeting:
    """A listener: while it is told of a definition, another thread asks for the same location."""

    def __init__(self, first_key):
        self.first_key = first_key
        self.heard = []
        self.recording = Recording("p", {}, "real", "1", [self])
        self.other = threading.Thread(target=self.ask, args=("the other",))

    def ask(self, who):
        self.recording.location("a.py", 1, "f", lambda: None)
        self.heard.append(who)

    def define(self, line):
        if next(iter(line)) == self.first_key:
            self.other.start()
            self.other.join(0.05)  # it should not come back before we do
            self.heard.append("defined")


class RecordingTest(RecorderTest):
    def test_as_completed_has_no_queue_that_the_program_would_know_of(self):
        run = self.run_program("""
            async def main():
                for first in asyncio.as_completed([asyncio.sleep(2, 'b'), asyncio.sleep(1, 'a')]):
                    print(await first)
                queue = asyncio.Queue()
                queue.put_nowait('mine')
        """)
        machine.check(run.text)
        self.assertEqual([e["text"] for e in run.events("new") if e["c"] == Kind.QUEUE], ["Queue 1"])
        self.assertEqual([e["text"] for e in run.events("queue.put", "queue.get")], ["'mine'"])

    def test_a_recording_is_sound(self):
        machine.check(self.run_program(EVERYTHING).text)

    def test_the_check_finds_what_is_wrong(self):
        lines = self.run_program(EVERYTHING).text.splitlines()
        swap = next(i for i, line in enumerate(lines) if line.startswith('["ready"'))
        for damage in (
            lambda l: l[:-1],
            lambda l: l[:swap] + l[swap + 1 :],
            lambda l: l[1:],
            lambda l: [line for line in l if not line.startswith('["call.end"')],
        ):
            with self.assertRaises(machine.Broken):
                machine.check("\n".join(damage(list(lines))))

    def test_real_time_gives_a_sound_recording_too(self):
        recorded = self.run_program(
            """
            import time

            async def main():
                await asyncio.sleep(0.01)
                time.sleep(0.15)
                await asyncio.to_thread(time.sleep, 0.01)
            """,
            real_time=True,
        )
        machine.check(recorded.text)
        self.assertEqual(recorded.lines[0]["clock"], "real")
        self.assertTrue([e for e in recorded.events("warning") if e["text"].startswith("slow callback")])

    def test_what_one_thread_defines_no_other_refers_to_before(self):
        for first_key in "source", "location":
            with self.subTest(first_key):
                meeting = Meeting(first_key)
                meeting.ask("the first")
                meeting.other.join()
                self.assertEqual(meeting.heard[0], "defined")

    def test_a_child_process_shows_from_its_start_to_its_end(self):
        recorded = self.run_program(
            """
            async def main():
                process = await asyncio.create_subprocess_exec('sh', '-c', 'cat; exit 3', stdin=-1, stdout=-1)
                print(await process.communicate(b'in'), process.returncode)
            """
        )
        machine.check(recorded.text)
        self.assertEqual(recorded.output, "(b'in', None) 3\n")
        (exited,) = recorded.events("process.exit")
        self.assertEqual(exited["value"], 3)
        self.assertEqual(recorded.name_of(exited["a"]), "sh")
        (output,) = [new for new in recorded.events("new") if new["c"] == Kind.READER]
        self.assertEqual(output["b"], exited["a"])  # the pipe is the child's

    def test_the_header_names_program_and_parameters(self):
        recorded = self.run_program(
            """
            DELAY = 3
            MODE = 'fast'
            TABLE = [1, 2]
            local = 5

            async def main():
                pass
            """,
            DELAY=1,
        )
        header = recorded.lines[0]
        self.assertEqual(header["program"], "program")
        self.assertEqual(header["parameters"], {"delay": 1, "mode": "fast"})
        self.assertEqual((header["loopscope"], header["language"], header["clock"]), (1, "python", "virtual"))
        self.assertEqual(header["python"], platform.python_version())

    def test_the_source_is_the_whole_file(self):
        recorded = self.run_program("async def main():\n    print('ä')")
        sources = [line for line in recorded.lines if isinstance(line, dict) and "path" in line]
        self.assertEqual([source["path"] for source in sources], ["program.py"])
        self.assertEqual(sources[0]["text"], (self.folder / "program.py").read_text(encoding="utf-8"))

    def test_sleeps_and_timers_know_their_deadline(self):
        recorded = self.run_program("async def main():\n    await asyncio.sleep(1.5)")
        (timer,) = recorded.events("timer")
        self.assertEqual(timer["value"], 1_500_000_000)
        self.assertEqual(recorded.name_of(timer["b"]), "sleep until 1.500")
        self.assertEqual([e["value"] for e in recorded.events("select")], [1_500_000_000])

    def test_causes_are_recorded(self):
        recorded = self.run_program(
            """
            async def main():
                task = asyncio.create_task(asyncio.sleep(1), name='sleeper')
                await task
            """
        )
        task = next(e["a"] for e in recorded.events("new") if e["text"] == "sleeper")
        wake = [e for e in recorded.events("ready") if e["b"] == task and e["flags"] == 3]
        self.assertEqual([recorded.name_of(e["a"]) for e in wake], ["Task-1"])
        self.assertEqual(
            [e["b"] for e in recorded.events("step") if recorded.name_of(e["a"]) == "Task-1"], [0, task]
        )

    def test_a_future_of_which_asyncio_future_knows_nothing_is_an_object_too(self):
        recorded = self.run_program(
            """
            import _asyncio

            async def main():
                loop = asyncio.get_running_loop()
                for kind in _asyncio.Future, asyncio.futures._PyFuture:
                    future = kind(loop=loop)
                    loop.call_later(1, future.set_result, "done")
                    print(await future)
            """
        )
        self.assertEqual(recorded.output, "done\ndone\n")
        machine.check(recorded.text)
        self.assertTrue(all(e["b"] for e in recorded.events("await")))

    def test_numbers_that_no_recording_can_hold_are_told_by_the_nearest(self):
        recorded = self.run_program(
            """
            async def main():
                for size in 10**30, 1.5, float('inf'), True:
                    async with asyncio.Semaphore(size):
                        await asyncio.Queue(maxsize=size).put(1)
                asyncio.get_running_loop().call_at(-1e300, print)
                await asyncio.sleep(0)
            """
        )
        machine.check(recorded.text)
        sizes = [event["value"] for event in recorded.events("new") if event["c"] == Kind.SEMAPHORE]
        self.assertEqual(sizes, [9 * 10**18, 0, 0, 1])

    def test_strange_text_is_valid_json(self):
        recorded = self.run_program("async def main():\n    print('\\ud800 \"quoted\" \\t \\u2028')")
        machine.check(recorded.text)
        self.assertEqual(recorded.events("print")[0]["text"], '\ud800 "quoted" \t \u2028')
        for line in recorded.text.splitlines():
            json.loads(line.encode())

    def test_asyncios_own_names_show_when_they_are_printed(self):
        output = self.run_program(
            """
            async def main():
                loop = asyncio.get_running_loop()
                server = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0)
                reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
                for each in loop, writer.transport, reader, loop.create_future(), asyncio.gather():
                    print(str(each).split()[0])
                print(type(loop).__name__, type(writer.transport).__qualname__)
                writer.close()
                server.close()
            """
        ).output
        loop, transport = "_UnixSelectorEventLoop", "_SelectorSocketTransport"
        self.assertEqual(
            output, f"<{loop}\n<{transport}\n<StreamReader\n<Future\n<Future\n{loop} {transport}\n"
        )

    def test_no_frame_of_the_recorder_shows_in_tracebacks(self):
        output = self.run_program(
            """
            import traceback

            async def fails():
                raise ValueError('x')

            async def cleans_up():
                try:
                    await asyncio.sleep(10)
                except asyncio.CancelledError:
                    raise KeyError('y')

            async def main():
                for coroutine in fails(), cleans_up(), asyncio.sleep(10):
                    task = asyncio.create_task(coroutine)
                    await asyncio.sleep(0)
                    task.cancel('why')
                    try:
                        await task
                    except (ValueError, KeyError, asyncio.CancelledError):
                        print(traceback.format_exc())
            """
        ).output
        self.assertIn("in cleans_up", output)
        self.assertIn("CancelledError: why", output)
        self.assertNotIn("loopscope_recorder", output)

    def test_the_handler_of_a_signal_runs_in_the_turn_after_the_one_that_reads_of_it(self):
        recorded = self.run_program(
            """
            import os, signal

            async def main():
                loop = asyncio.get_running_loop()
                event = asyncio.Event()
                loop.add_signal_handler(signal.SIGUSR1, event.set)
                loop.call_later(1, os.kill, os.getpid(), signal.SIGUSR1)
                await event.wait()
            """
        )
        machine.check(recorded.text)
        reads = next(e for e in recorded.events("call") if e["text"] == "read_from_self")
        kinds = [event["kind"] for event in recorded.events()]
        made_ready = kinds.index("ready", recorded.events().index(reads))
        self.assertEqual(kinds[made_ready + 1 : made_ready + 4], ["call.end", "turn", "call"])

    def test_nothing_of_asyncio_stays_replaced(self):
        import asyncio
        import socket
        import time

        before = [
            asyncio.Task,
            asyncio.Future,
            asyncio.wait,
            asyncio.all_tasks,
            asyncio.new_event_loop,
            time.sleep,
            dict(vars(socket.socket)),
            asyncio.StreamReader.read,
        ]
        self.run_program(EVERYTHING)
        after = [
            asyncio.Task,
            asyncio.Future,
            asyncio.wait,
            asyncio.all_tasks,
            asyncio.new_event_loop,
            time.sleep,
            dict(vars(socket.socket)),
            asyncio.StreamReader.read,
        ]
        self.assertEqual(before, after)

    def test_a_task_of_a_generators_call_shows_as_without_the_recorder(self):
        recorded = self.run_program(
            """
    async def numbers():
        yield 1

    async def main():
        task = asyncio.create_task(anext(numbers()))
        print('<async_generator_asend without __name__>()' in repr(task), await task)
    """
        )
        self.assertEqual(recorded.output, "True 1\n")


if __name__ == "__main__":
    unittest.main()
