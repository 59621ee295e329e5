"""What the recorder warns about where CancelledError was caught and not raised again."""

import pathlib
import sys
import tempfile
import textwrap
import unittest

from warning_support import WarningTest


class SwallowedCancellations(WarningTest):
    @unittest.skipUnless(sys.version_info >= (3, 11), "Task.cancelling()")
    def test_swallowed_cancellation(self):
        self.assert_warns(
            """
            async def stubborn():
                try:
                    await asyncio.sleep(10)
                except asyncio.CancelledError:
                    pass

            async def main():
                task = asyncio.create_task(stubborn())
                await asyncio.sleep(0)
                task.cancel()
                await task
            """,
            "swallowed cancellation",
        )

    @unittest.skipUnless(sys.version_info >= (3, 11), "Task.cancelling()")
    def test_a_cancellation_that_is_swallowed_and_waited_on_with(self):
        self.assert_warns(
            """
            async def worker():
                for last in False, True:
                    try:
                        await asyncio.sleep(10)
                    except asyncio.CancelledError:
                        if last:
                            raise

            async def main():
                task = asyncio.create_task(worker())
                for _ in range(2):
                    await asyncio.sleep(1)
                    task.cancel()
                await asyncio.wait([task])
            """,
            "swallowed cancellation",
        )

    @unittest.skipUnless(sys.version_info >= (3, 11), "asyncio.timeout()")
    def test_a_timeout_whose_cancellation_is_swallowed(self):
        self.assert_warns(
            """
            async def flush():
                try:
                    await asyncio.sleep(10)
                except asyncio.CancelledError:
                    pass

            async def main():
                async with asyncio.timeout(1):
                    await flush()
                    await asyncio.sleep(5)
            """,
            "swallowed cancellation",
        )

    @unittest.skipUnless(sys.version_info >= (3, 12), "wait_for() is a timeout() from here on")
    def test_a_wait_for_whose_cancellation_is_swallowed(self):
        self.assert_warns(
            """
            async def flush():
                try:
                    await asyncio.sleep(10)
                except asyncio.CancelledError:
                    return "partial"

            async def main():
                await asyncio.wait_for(flush(), 1)
            """,
            "swallowed cancellation",
        )

    @unittest.skipUnless(sys.version_info >= (3, 11), "asyncio.timeout()")
    def test_a_timeout_that_is_taken_as_one_swallows_nothing(self):
        self.assert_warns(
            """
            async def main():
                try:
                    async with asyncio.timeout(1):
                        try:
                            await asyncio.sleep(10)
                        finally:
                            await asyncio.sleep(1)
                except TimeoutError:
                    pass
                async with asyncio.timeout(1):
                    await asyncio.sleep(0.5)
            """
        )

    @unittest.skipUnless(sys.version_info >= (3, 11), "Task.cancelling()")
    def test_who_waits_while_it_cleans_up_swallows_nothing(self):
        self.assert_warns(
            """
            async def tidy():
                try:
                    await asyncio.sleep(10)
                finally:
                    await asyncio.sleep(5)

            async def waits(changed):
                async with changed:
                    await changed.wait()

            async def main():
                task = asyncio.create_task(tidy())
                await asyncio.sleep(1)
                task.cancel()
                await asyncio.wait([task])
                changed = asyncio.Condition()
                waiting = asyncio.create_task(waits(changed))
                await asyncio.sleep(1)
                async with changed:
                    for _ in range(3):
                        waiting.cancel()
                        await asyncio.sleep(0)
                        await asyncio.sleep(0)
                await asyncio.wait([waiting])

                async def fails():
                    await asyncio.sleep(1)
                    raise ValueError

                try:
                    async with asyncio.TaskGroup() as group:
                        group.create_task(fails())
                        group.create_task(tidy())
                except* ValueError:
                    pass
            """
        )


@unittest.skipUnless(sys.version_info >= (3, 11), "Task.cancelling()")
class CancelScopesOfLibraries(WarningTest):
    LIBRARY = """
        import asyncio

        class Scope:  # cancels its task, and does not call uncancel()
            def __init__(self, delay):
                self.delay = delay

            def __enter__(self):
                self.task = asyncio.current_task()
                self.timer = asyncio.get_running_loop().call_later(self.delay, self.expire)

            def expire(self):
                self.task.cancel()

            def __exit__(self, kind, value, traceback):
                self.timer.cancel()
                return kind is asyncio.CancelledError

        async def fetch(delay):
            with Scope(delay):
                await asyncio.sleep(10)

        def stop(task):
            task.cancel()

        async def serve():
            try:
                await asyncio.sleep(10)
            except asyncio.CancelledError:
                pass
    """

    def setUp(self):
        super().setUp()
        library = tempfile.TemporaryDirectory()
        self.addCleanup(library.cleanup)
        path = pathlib.Path(library.name) / "scopes_of_others.py"
        path.write_text(textwrap.dedent(self.LIBRARY), encoding="utf-8")
        sys.path.append(library.name)
        self.addCleanup(sys.path.remove, library.name)
        self.addCleanup(sys.modules.pop, "scopes_of_others", None)

    def test_a_scope_that_takes_its_own_cancellation_swallows_nothing(self):
        self.assert_warns(
            """
            from scopes_of_others import Scope, fetch

            async def main():
                with Scope(1):
                    await asyncio.sleep(10)
                await fetch(1)
                for _ in range(2):
                    try:
                        with Scope(1):
                            await asyncio.sleep(10)
                    except BaseException:
                        pass
            """
        )

    def test_what_a_library_swallows_in_a_task_of_its_own_is_its_business(self):
        self.assert_warns(
            """
            from scopes_of_others import serve

            async def main():
                task = asyncio.create_task(serve())
                await asyncio.sleep(1)
                task.cancel()
                await task
            """
        )

    def test_the_program_swallows_what_a_library_asked_for(self):
        self.assert_warns(
            """
            from scopes_of_others import stop

            async def stubborn():
                try:
                    await asyncio.sleep(10)
                except asyncio.CancelledError:
                    print("no")

            async def main():
                task = asyncio.create_task(stubborn())
                await asyncio.sleep(1)
                stop(task)
                await task
            """,
            "swallowed cancellation",
        )

    def test_the_program_swallows_what_a_scope_waits_for(self):
        self.assert_warns(
            """
            import contextlib
            from scopes_of_others import Scope

            async def main():
                with Scope(1):
                    with contextlib.suppress(asyncio.CancelledError):
                        await asyncio.sleep(10)
            """,
            "swallowed cancellation",
        )

    def test_who_swallows_what_the_program_asked_for_in_a_scope(self):
        self.assert_warns(
            """
            from scopes_of_others import Scope

            async def worker():
                with Scope(5):
                    await asyncio.sleep(10)
                try:
                    await asyncio.sleep(10)
                except asyncio.CancelledError:
                    pass

            async def main():
                task = asyncio.create_task(worker())
                await asyncio.sleep(6)
                task.cancel()
                await task
            """,
            "swallowed cancellation",
        )


if __name__ == "__main__":
    unittest.main()
