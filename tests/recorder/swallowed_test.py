"""What the recorder warns about where CancelledError was caught and not raised again."""

import sys
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


if __name__ == "__main__":
    unittest.main()
