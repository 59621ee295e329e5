"""What the recorder warns about."""

import time
import unittest
import unittest.mock

from support import Writer
from warning_support import WarningTest

from loopscope_recorder import naming
from loopscope_recorder.kinds import STEP_ENDS


class Warnings(WarningTest):
    def test_no_warning_without_a_reason(self):
        self.assert_warns(
            """
            async def fails():
                raise ValueError

            async def main():
                await asyncio.gather(fails(), return_exceptions=True)
                task = asyncio.create_task(asyncio.sleep(10))
                await asyncio.sleep(0)
                task.cancel()
            """
        )

    def test_never_awaited(self):
        recorded = self.assert_warns(
            """
            async def forgotten():
                print('never')

            async def main():
                forgotten()
            """,
            "never awaited: coroutine forgotten()",
        )
        self.assertEqual([e["line"] for e in recorded.events("warning")], [8])

    def test_never_retrieved(self):
        recorded = self.assert_warns(
            """
            async def fails():
                raise ValueError('lost')

            async def main():
                asyncio.create_task(fails(), name='fails')
                await asyncio.sleep(1)
            """,
            "never retrieved: ValueError('lost')",
        )
        (warning,) = recorded.events("warning")
        self.assertEqual(recorded.name_of(warning["a"]), "fails")
        self.assertEqual([e["a"] for e in recorded.events("error")], [warning["a"]])

    def test_destroyed_pending(self):
        self.assert_warns(
            """
            import gc

            async def forever(box):
                box.append(asyncio.get_running_loop().create_future())
                await box.pop()

            async def main():
                asyncio.create_task(forever([]))
                await asyncio.sleep(1)
                gc.collect()
                await asyncio.sleep(1)
            """,
            "destroyed pending",
        )

    def test_waits_for_ever_names_who_waits_for_what(self):
        recorded = self.assert_warns(
            """
            async def both(first, second):
                async with first:
                    await asyncio.sleep(1)
                    async with second:
                        print('never')

            async def main():
                x, y = asyncio.Lock(), asyncio.Lock()
                await asyncio.gather(both(x, y), both(y, x))
            """,
            "waits for ever: Task-1 waits for Task-2 and Task-3, Task-2 waits for a lock that Task-3 holds, "
            "Task-3 waits for a lock that Task-2 holds: a circle, Task-2 -> Task-3 -> Task-2; nothing is ready",
        )
        self.assertTrue(recorded.outcome.waits)
        self.assertEqual(recorded.steps.splitlines()[-1], "  end Task-3: await Lock.acquire")

    def test_waits_for_ever_says_what_is_missing(self):
        for made, waits, missing in (
            ("asyncio.Condition()", "it.acquire(); await it.wait()", "a condition that nobody can notify any more"),
            (
                "asyncio.Queue()",
                "it.put(1); await it.join()",
                "task_done() of a queue, which nobody can call any more",
            ),
            (
                "asyncio.Lock()",
                "it.acquire(); await it.acquire()",
                "a lock that Task-1 holds: a circle, Task-1 -> Task-1",
            ),
            ("asyncio.Event()", "it.wait()", "an event that nobody can set any more"),
            ("asyncio.Queue()", "it.get()", "an item of a queue into which nobody can put one any more"),
            ("asyncio.Semaphore(0)", "it.acquire()", "a permit of a semaphore that nobody can release any more"),
            ("asyncio.get_running_loop().create_future()", "it", "a future that nobody can resolve any more"),
        ):
            with self.subTest(made):
                self.assert_warns(
                    f"""
                    async def main():
                        it = {made}
                        await {waits}
                    """,
                    f"waits for ever: Task-1 waits for {missing}; nothing is ready",
                )

    def test_waits_for_ever_says_that_the_loop_is_blocked(self):
        self.assert_warns(
            """
            async def main():
                asyncio.run_coroutine_threadsafe(asyncio.sleep(1), asyncio.get_running_loop()).result()
            """,
            "waits for ever: Task-1 waits for its own thread, which it blocks; the loop is blocked, and what is ready "
            "cannot run",
        )

    def test_waits_for_ever_finds_a_circle_through_gather_and_shield(self):
        self.assert_warns(
            """
            async def gathers(tasks):
                await asyncio.gather(tasks[1])

            async def shields(tasks):
                await asyncio.shield(tasks[0])

            async def main():
                tasks = []
                tasks.append(asyncio.create_task(gathers(tasks), name='A'))
                tasks.append(asyncio.create_task(shields(tasks), name='B'))
                await tasks[0]
            """,
            "waits for ever: Task-1 waits for A, A waits for B, B waits for A: a circle, A -> B -> A; nothing",
        )

    def test_a_server_that_nobody_can_call_waits_for_ever(self):
        self.assert_warns(
            """
            async def main():
                server = await asyncio.start_server(print, '127.0.0.1', 0)
                await server.serve_forever()
            """,
            "waits for ever: Task-1 waits for a connection or a thread of which nothing comes any more; "
            "a server listens for clients from outside, who come only with loopscope record --real-time",
        )

    def test_who_accepts_connections_itself_is_a_server_too(self):
        recorded = self.assert_warns(
            """
            import socket

            async def main():
                with socket.create_server(('127.0.0.1', 0)) as listener:
                    listener.setblocking(False)
                    await asyncio.get_running_loop().sock_accept(listener)
            """,
            "waits for ever: Task-1 waits for",
        )
        self.assertIn("--real-time", recorded.events("warning")[0]["text"])
        self.assertTrue(recorded.outcome.listens)

    def test_a_client_that_waits_for_ever_beside_no_server_needs_no_real_time(self):
        recorded = self.assert_warns(
            """
            async def main():
                held = []
                server = await asyncio.start_server(lambda *both: held.append(both), '127.0.0.1', 0)
                reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
                server.close()
                await reader.read()
            """,
            "waits for ever: Task-1 waits for",
        )
        self.assertNotIn("--real-time", recorded.events("warning")[0]["text"])
        self.assertFalse(recorded.outcome.listens)

    def test_a_blocking_call_holds_up_the_loop_and_moves_the_clock(self):
        recorded = self.assert_warns(
            """
            import time

            async def main():
                time.sleep(2)
                print(asyncio.get_running_loop().time())
            """,
            "slow callback: this ran for 2.000 s",
        )
        self.assertEqual(recorded.output, "2.0\n")
        self.assertEqual([e["value"] for e in recorded.events("clock")], [2_000_000_000])

    def test_on_the_real_clock_it_is_told_within_the_step_that_blocks_at_its_line(self):
        recorded = self.run_program(
            """
            import time

            def calculate():
                end = time.monotonic() + 0.15
                while time.monotonic() < end:
                    pass

            async def sleeps():
                time.sleep(0.15)

            async def calculates():
                await asyncio.sleep(0)
                calculate()
                await asyncio.sleep(0)

            async def main():
                await asyncio.create_task(sleeps())
                await asyncio.create_task(calculates())
                asyncio.get_running_loop().call_soon(calculate)
                await asyncio.sleep(0)
            """,
            real_time=True,
        )
        told = [e for e in recorded.events("clock", "warning") if e["line"]]
        self.assertEqual([e["kind"] for e in told], ["clock", "warning"] * 3)
        self.assertEqual([e["line"] for e in told if e["kind"] == "clock"], [e["line"] for e in told[1::2]])
        sleeping, *calculating = (e["line"] for e in told[1::2])
        self.assertEqual(sleeping, 12)
        for line in calculating:
            self.assertIn(line, (8, 9), "where it is most of the time, not the await after it")
        ends = [i for i, e in enumerate(recorded.events()) if e["kind"] in ("return", "yield", "call.end")]
        clocks = [i for i, e in enumerate(recorded.events()) if e["kind"] == "clock" and e["line"]]
        self.assertTrue(all({i + 1, i + 2, i + 3} & set(ends) for i in clocks), (clocks, ends))

    def test_on_the_real_clock_each_step_and_callback_tells_how_long_it_was(self):
        recorded = self.run_program(
            """
            import time

            def compute(seconds):
                end = time.monotonic() + seconds
                while time.monotonic() < end:
                    pass

            async def main():
                compute(0.03)
                await asyncio.sleep(0)
                asyncio.get_running_loop().call_soon(compute, 0.02)
                await asyncio.sleep(0.001)
            """,
            real_time=True,
        )
        events = [e for e in recorded.events() if e["kind"] not in ("enter", "leave")]
        open_steps, lengths, now = [], [], 0
        for before, event in zip(events, events[1:]):
            if event["kind"] in ("turn", "clock"):
                now = event["value"]
            if event["kind"] in ("step", "call"):
                open_steps.append(now)
            if event["kind"] in ("yield", "await", "return", "call.end"):
                self.assertEqual((before["kind"], before["flags"], before["line"]), ("clock", STEP_ENDS, 0))
                lengths.append(now - open_steps.pop())
        longest = sorted(lengths)[-2:]
        self.assertGreaterEqual(longest[0], 20_000_000)
        self.assertGreaterEqual(longest[1], 30_000_000)

    def test_what_the_recorder_takes_is_no_fault_of_the_program(self):
        pause = time.sleep  # the program's is another

        def slowly(original):
            def slow(*args):
                pause(0.15)
                return original(*args)

            return slow

        with (
            unittest.mock.patch.object(Writer, "event", slowly(Writer.event)),
            unittest.mock.patch.object(naming, "given_name", slowly(naming.given_name)),
        ):
            _, warnings = self.warnings_of(
                """
                async def child():
                    pass

                async def main():
                    task = asyncio.create_task(child())
                    asyncio.get_running_loop().call_soon(int)
                    task.add_done_callback(print)
                    await task
                """,
                real_time=True,
            )
        self.assertEqual(warnings, [])

    def test_the_exception_handler_of_the_program_is_called(self):
        recorded, _ = self.warnings_of(
            """
            def fails():
                raise ValueError('in a callback')

            async def main():
                loop = asyncio.get_running_loop()
                loop.set_exception_handler(lambda loop, context: print('handler', context['exception']))
                loop.call_soon(fails)
                await asyncio.sleep(1)
            """
        )
        self.assertEqual(recorded.output, "handler in a callback\n")
        self.assertEqual(
            [e["text"] for e in recorded.events("call.end") if e["text"]], ["ValueError('in a callback')"]
        )


if __name__ == "__main__":
    unittest.main()
