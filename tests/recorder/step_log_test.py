"""The step log of small programs. The expected logs were checked against CPython 3.14 line by line."""

import sys
import unittest

from support import RecorderTest


class StepLogTest(RecorderTest):
    def test_sleeping_and_returning(self):
        self.assert_steps(
            """
            async def main():
                print('begins')
                await asyncio.sleep(1.25)
                await asyncio.sleep(0)
                return 'value'
            """,
            """
            #0 t=0.000
              create Task-1
            #1 t=0.000
              run Task-1
                print begins
              end Task-1: await sleep until 1.250
            #2 t=1.250
              resolve sleep until 1.250
            #3 t=1.250
              run Task-1
              end Task-1: yield
            #4 t=1.250
              run Task-1
              end Task-1: returned 'value'
            """,
        )

    def test_gather_resolves_an_iteration_after_its_last_child(self):
        self.assert_steps(
            """
            async def work(value, delay):
                await asyncio.sleep(delay)
                return value

            async def main():
                print(await asyncio.gather(work('a', 2), work('b', 1)))
            """,
            """
            #0 t=0.000
              create Task-1
            #1 t=0.000
              run Task-1
                create Task-2
                create Task-3
              end Task-1: await gather
            #2 t=0.000
              run Task-2
              end Task-2: await sleep until 2.000
              run Task-3
              end Task-3: await sleep until 1.000
            #3 t=1.000
              resolve sleep until 1.000
            #4 t=1.000
              run Task-3
              end Task-3: returned 'b'
            #6 t=2.000
              resolve sleep until 2.000
            #7 t=2.000
              run Task-2
              end Task-2: returned 'a'
            #8 t=2.000
              resolve gather
            #9 t=2.000
              run Task-1
                print ['a', 'b']
              end Task-1: returned None
            """,
        )

    def test_a_cancellation_is_passed_on_to_what_is_awaited(self):
        self.assert_steps(
            """
            async def inner():
                await asyncio.sleep(10)

            async def outer(task):
                await task

            async def main():
                i = asyncio.create_task(inner(), name='inner')
                o = asyncio.create_task(outer(i), name='outer')
                await asyncio.sleep(1)
                o.cancel()
                await asyncio.wait([o])
                o.cancel()
            """,
            """
            #0 t=0.000
              create Task-1
            #1 t=0.000
              run Task-1
                create inner
                create outer
              end Task-1: await sleep until 1.000
            #2 t=0.000
              run inner
              end inner: await sleep until 10.000
              run outer
              end outer: await task inner
            #3 t=1.000
              resolve sleep until 1.000
            #4 t=1.000
              run Task-1
                cancel outer
                  cancel inner
                    cancel sleep until 10.000
              end Task-1: await wait
            #5 t=1.000
              run inner throw CancelledError
              end inner: cancelled
            #6 t=1.000
              run outer throw CancelledError
              end outer: cancelled
            #7 t=1.000
              resolve wait
            #8 t=1.000
              run Task-1
                cancel outer: already done
              end Task-1: returned None
            """,
        )

    def test_a_cancel_message(self):
        log = self.run_program(
            """
            async def main():
                task = asyncio.create_task(asyncio.sleep(10), name='sleeper')
                await asyncio.sleep(0)
                task.cancel("it's late")
                await asyncio.wait([task])
            """
        ).steps
        self.assertIn(
            """    cancel sleeper "it's late"\n      cancel sleep until 10.000 "it's late"\n""", log
        )
        self.assertIn("""  run sleeper throw CancelledError("it's late")\n""", log)

    def test_futures_and_callbacks_of_the_program(self):
        self.assert_steps(
            """
            import functools

            def done(label, future):
                print(label, future.result())

            async def main():
                loop = asyncio.get_running_loop()
                first, second = loop.create_future(), loop.create_future()
                second.add_done_callback(functools.partial(done, 'second'))
                loop.call_later(1, first.set_exception, ValueError('no'))
                loop.call_soon(second.set_result, 2)
                try:
                    await first
                except ValueError as exc:
                    print(exc)
                loop.call_soon(lambda: print('called'))
                await asyncio.sleep(0)
            """,
            """
            #0 t=0.000
              create Task-1
            #1 t=0.000
              run Task-1
              end Task-1: await future 1
            #2 t=0.000
              resolve future 2
            #3 t=0.000
              call done
                print second 2
            #4 t=1.000
              resolve future 1 exception ValueError('no')
            #5 t=1.000
              run Task-1 throw ValueError('no')
                print no
              end Task-1: yield
            #6 t=1.000
              call <lambda>
                print called
              run Task-1
              end Task-1: returned None
            """,
        )

    def test_tasks_that_main_leaves_behind_are_cancelled_in_order_of_creation(self):
        names = [f"w{n}" for n in range(20)]
        log = self.run_program(
            f"""
            async def wait():
                await asyncio.sleep(100)

            async def main():
                tasks = [asyncio.create_task(wait(), name=name) for name in {names}]
                await asyncio.sleep(1)
            """
        ).steps
        cancels = [line.split()[1] for line in log.splitlines() if line.startswith("  cancel ")]
        self.assertEqual(cancels, names)
        self.assertEqual(log.splitlines()[-1], "  resolve gather")

    def test_prints_outside_of_the_loop_stand_alone(self):
        log = self.run_program(
            """
            import asyncio

            async def main():
                print('inside')

            print('before')
            asyncio.run(main())
            print('after')
            """,
            whole=True,
        ).steps.splitlines()
        self.assertEqual((log[0], log[1], log[-1]), ("print before", "#0 t=0.000", "print after"))
        self.assertIn("    print inside", log)

    def test_exceptions_and_results_show_no_address(self):
        log = self.run_program(
            """
            class Thing:
                pass

            async def gives():
                return Thing()

            async def fails():
                raise ValueError(f'about {asyncio.current_task()}')

            async def main():
                await asyncio.gather(gives(), fails(), return_exceptions=True)
                raise TimeoutError
            """
        ).steps
        self.assertIn("returned <__main__.Thing object>", log)
        self.assertIn("raised ValueError('about <Task>')", log)
        self.assertIn("end Task-1: raised TimeoutError\n", log + "\n")
        self.assertNotIn("0x", log)

    def test_a_task_that_cancels_itself_and_returns(self):
        log = self.run_program(
            """
            async def returns():
                asyncio.current_task().cancel()
                return 1

            async def main():
                await asyncio.wait([asyncio.create_task(returns(), name='it')])
            """
        ).steps
        self.assertIn("  end it: returned 1 but cancelled", log.splitlines())

    @unittest.skipUnless(sys.version_info >= (3, 12), "eager tasks came with 3.12")
    def test_eager_steps_are_nested(self):
        log = self.run_program(
            """
            async def quick():
                print('quick runs')

            async def main():
                asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
                asyncio.create_task(quick(), name='quick')
                print('main goes on')
            """
        ).steps.splitlines()
        at = log.index("    create quick")
        self.assertEqual(
            log[at : at + 5],
            [
                "    create quick",
                "    run quick",
                "      print quick runs",
                "    end quick: returned None",
                "    print main goes on",
            ],
        )

    @unittest.skipUnless(sys.version_info >= (3, 11), "TaskGroup came with 3.11")
    def test_a_task_group_cancels_its_children_in_order_of_creation(self):
        log = self.run_program(
            """
            async def waits():
                await asyncio.sleep(10)

            async def fails():
                raise ValueError

            async def main():
                try:
                    async with asyncio.TaskGroup() as group:
                        for name in 'ABCDEFGHIJ':
                            group.create_task(waits(), name=name)
                        group.create_task(fails(), name='fails')
                except ExceptionGroup as exc:
                    print(exc.exceptions)
            """
        ).steps
        cancels = [line.split()[1] for line in log.splitlines() if line.startswith("  cancel ")]
        self.assertEqual(cancels, [*"ABCDEFGHIJ", "Task-1"])
        self.assertIn("end Task-1: await TaskGroup", log)

    @unittest.skipIf(sys.version_info < (3, 13), "as_completed() was another one")
    def test_as_completed_finds_what_is_done_already_in_order_of_creation(self):
        output = self.run_program(
            """
            async def main():
                futures = [asyncio.get_running_loop().create_future() for _ in range(20)]
                for number, future in enumerate(futures):
                    future.set_result(number)
                for first in range(0, 16):  # a small set begins anew at each eighth hash
                    print(*[await each for each in asyncio.as_completed(futures[first : first + 4])])
            """
        ).output
        self.assertEqual(output, "".join(f"{n} {n + 1} {n + 2} {n + 3}\n" for n in range(16)))

    def test_what_a_thread_hands_over_comes_before_the_descriptors_of_its_turn(self):
        output = self.run_program(
            """
            import socket, threading

            async def main():
                loop = asyncio.get_running_loop()
                own, other = socket.socketpair()
                loop.add_reader(own, lambda: print('readable', own.recv(10)))
                other.send(b'x')
                hand_over = lambda: loop.call_soon_threadsafe(print, 'from the thread')
                threading.Thread(target=hand_over).start()
                await asyncio.sleep(1)
                loop.remove_reader(own)
                own.close()
                other.close()
            """
        ).output
        self.assertEqual(output, "from the thread\nreadable b'x'\n")

    def test_a_descriptor_that_an_exit_left_in_the_queue_is_not_called_when_it_is_no_longer_watched(self):
        recorded = self.run_program(
            """
            import socket

            async def main():
                loop = asyncio.get_running_loop()
                own, other = socket.socketpair()

                def writable():
                    print('writable')
                    loop.remove_writer(own)

                def leave():
                    raise SystemExit

                loop.set_exception_handler(lambda loop, context: print(context))
                loop.call_soon(leave)
                loop.add_writer(own, writable)
                with own, other:
                    await loop.create_future()
            """
        )
        self.assertEqual(recorded.output, "writable\n")
        ready = [event for event in recorded.events("ready") if recorded.name_of(event["a"]) == "writable"]
        skipped = [event for event in recorded.events("skip") if recorded.name_of(event["a"]) == "writable"]
        self.assertEqual((len(ready), len(skipped)), (2, 1))

    def test_an_awaited_task_that_failed_goes_with_its_last_reference(self):
        output = self.run_program(
            """
            import gc, weakref

            async def fails():
                await asyncio.sleep(1)
                raise ValueError

            async def main():
                gc.disable()
                task = asyncio.create_task(fails())
                known = weakref.ref(task)
                try:
                    await task
                except ValueError:
                    pass
                del task
                await asyncio.sleep(0)
                print(known() is None)
                gc.enable()
            """
        ).output
        self.assertEqual(output, "True\n")


if __name__ == "__main__":
    unittest.main()
