"""The turns of threads: what no program shows, as it takes two threads that meet in one instant."""

import threading
import unittest
from unittest import mock

import support

from loopscope_recorder import threads as turns


class ThreadsTest(unittest.TestCase):
    def test_a_thread_that_ends_while_the_kernel_is_asked_is_not_waited_for(self):
        threads = turns.Threads(loop=None)
        seat = threads.seat("worker")
        seat.state = turns.OUTSIDE

        left = [threads.left]

        def kernel_waits(_native_id):
            if left:
                left.pop()(seat)
            return ""

        with mock.patch.object(turns, "_kernel_waits", kernel_waits):
            runner = threading.Thread(target=threads.run, daemon=True)
            runner.start()
            runner.join(5)
        self.assertFalse(runner.is_alive(), "the loop waits for a thread that has ended")
        self.assertTrue(threads.work_outside(), "it did something")

class ExecutorTest(support.RecorderTest):
    def test_on_the_real_clock_a_thread_that_changes_the_loops_objects_is_warned_of_at_its_line(self):
        recorded = self.run_program(
            """
            import threading

            async def main():
                loop = asyncio.get_running_loop()
                future, queue = loop.create_future(), asyncio.Queue()

                def other():
                    queue.put_nowait(1)             # line 11
                    loop.call_soon(print, 'hello')  # line 12
                    loop.call_soon_threadsafe(future.set_result, 1)

                thread = threading.Thread(target=other, name='other')
                thread.start()
                await future
                await asyncio.to_thread(print, 'allowed')
                thread.join()
            """,
            real_time=True,
        )
        told = [(e["text"], e["line"]) for e in recorded.events("warning") if e["text"].startswith("not thread-safe")]
        sentence = "not thread-safe: other changed it from a thread of its own"
        self.assertEqual(told, [(sentence, 11), (sentence, 12)])

    def test_a_call_that_an_executor_refuses_is_not_waited_for(self):
        recorded = self.run_program(
            """
    import concurrent.futures

    async def main():
        pool = concurrent.futures.ThreadPoolExecutor(1)
        pool.shutdown()
        try:
            asyncio.get_running_loop().run_in_executor(pool, print)
        except RuntimeError as exc:
            print(exc)
        print(await asyncio.to_thread(len, 'abc'))
            """
        )
        self.assertEqual(recorded.output, "cannot schedule new futures after shutdown\n3\n")

    def test_a_call_that_failed_is_reported_as_soon_as_nobody_holds_its_future(self):
        recorded = self.run_program(
            """
    def fails():
        raise ValueError('unseen')

    async def main():
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda loop, context: print(context['message'], context['exception']))
        future = loop.run_in_executor(None, fails)
        await asyncio.sleep(1)
        del future
        print('dropped')
            """
        )
        self.assertEqual(recorded.output, "Future exception was never retrieved unseen\ndropped\n")

    def test_calls_that_end_at_the_same_instant_do_so_in_the_order_in_which_they_began(self):
        recorded = self.run_program(
            """
    import concurrent.futures, time

    def work(name, delay):
        time.sleep(delay)
        print(name)

    async def main():
        loop = asyncio.get_running_loop()
        pool = concurrent.futures.ThreadPoolExecutor(1)
        await asyncio.gather(
            loop.run_in_executor(pool, work, 'first', 1),
            loop.run_in_executor(pool, work, 'waits for the thread', 1),
            asyncio.to_thread(work, 'began at once', 2),
        )
            """
        )
        self.assertEqual(recorded.output, "first\nbegan at once\nwaits for the thread\n")


class ThreadsOfAProgramTest(support.RecorderTest):
    def test_a_thread_that_outlives_its_loop_goes_on_in_real_time(self):
        recorded = self.run_program(
            """
            import asyncio, queue, threading

            calls = queue.Queue()
            running = True

            def work():
                while True:
                    try:
                        print("got", calls.get(timeout=0.01))
                    except queue.Empty:
                        if not running:
                            break
                print("worker ends")

            async def main():
                global running
                threading.Thread(target=work).start()
                calls.put(1)
                await asyncio.sleep(1)
                running = False

            asyncio.run(main())
            """,
            whole=True,
        )
        self.assertEqual(recorded.output, "got 1\nworker ends\n")

    def test_a_thread_that_never_had_its_turn_runs_when_its_loop_is_left_open(self):
        recorded = self.run_program(
            """
            import asyncio, threading

            async def main():
                threading.Thread(target=print, args=("started late",)).start()

            loop = asyncio.new_event_loop()
            task = loop.create_task(main())
            task.add_done_callback(lambda _: loop.stop())
            loop.run_forever()
            """,
            whole=True,
        )
        self.assertEqual(recorded.output, "started late\n")

    def test_a_loop_in_a_second_thread_waits_for_the_first_ones_calls(self):
        recorded = self.run_program(
            """
            import asyncio, threading

            async def later(delay):
                await asyncio.sleep(delay)
                return delay

            loop = asyncio.new_event_loop()
            thread = threading.Thread(target=loop.run_forever)
            thread.start()
            futures = [asyncio.run_coroutine_threadsafe(later(delay), loop) for delay in (3000, 1000)]
            print([future.result() for future in futures])
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()
            """,
            whole=True,
        )
        self.assertIsNone(recorded.outcome.error)
        self.assertEqual(recorded.output, "[3000, 1000]\n")

    def test_who_waits_for_some_time_outside_of_the_loop_waits_no_longer(self):
        recorded = self.run_program(
            """
            import asyncio, concurrent.futures, threading

            loop = asyncio.new_event_loop()
            thread = threading.Thread(target=loop.run_forever)
            thread.start()
            future = asyncio.run_coroutine_threadsafe(asyncio.sleep(5), loop)
            try:
                future.result(timeout=0.1)
            except concurrent.futures.TimeoutError:
                print("too late")
                future.cancel()
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()
            """,
            whole=True,
        )
        self.assertEqual(recorded.output, "too late\n")

    def test_threads_that_were_there_before_the_loop_may_call(self):
        for pause in "time.sleep(0.1)", "threading.Event().wait(0.1)", "None":
            recorded = self.run_program(
                f"""
                import asyncio, queue, threading, time

                def serve():
                    while (item := inbox.get()) is not None:
                        {pause}
                        loop.call_soon_threadsafe(outbox.put_nowait, item)

                async def main():
                    for i in range(3):
                        inbox.put(i)
                        print("got", await outbox.get())

                inbox, outbox = queue.Queue(), asyncio.Queue()
                loop = asyncio.new_event_loop()
                thread = threading.Thread(target=serve)
                thread.start()
                loop.run_until_complete(main())
                inbox.put(None)
                loop.close()
                """,
                whole=True,
            )
            self.assertEqual(recorded.output, "got 0\ngot 1\ngot 2\n", pause)


if __name__ == "__main__":
    unittest.main()
