"""Child processes take real time, and the virtual clock is no reason to think otherwise."""

import unittest

from support import RecorderTest


class Children(RecorderTest):
    def test_a_child_that_takes_longer_than_a_timeout_is_too_late(self):
        recorded = self.run_program(
            """
    async def main():
        sleeper = await asyncio.create_subprocess_exec('sleep', '30')
        try:
            await asyncio.wait_for(sleeper.wait(), 0.3)
        except asyncio.TimeoutError:
            print('too late', asyncio.get_running_loop().time())
            sleeper.kill()
        print(await sleeper.wait())
    """
        )
        self.assertEqual(recorded.output, "too late 0.3\n-9\n")

    def test_a_child_holds_up_no_thread_that_sleeps_less(self):
        recorded = self.run_program(
            """
    import time

    async def main():
        sleeper = await asyncio.create_subprocess_exec('sleep', '30')
        await asyncio.to_thread(time.sleep, 0.2)
        print(asyncio.get_running_loop().time())
        sleeper.kill()
        await sleeper.wait()
    """
        )
        self.assertEqual(recorded.output, "0.2\n")


if __name__ == "__main__":
    unittest.main()
