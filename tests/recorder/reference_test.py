"""What a program that imports gc says about who holds its tasks, and what its collections take."""

import unittest

from support import RecorderTest

LOST = """
    import gc

    async def waiter(kept):
        answer = asyncio.get_running_loop().create_future()
        if kept is not None:
            kept.append(answer)
        await answer

    def start(*arguments):
        asyncio.create_task(waiter(*arguments), name='waiter')

    async def main():
        kept = []
        start({argument})
        await asyncio.sleep(1)
        print(gc.collect() > 0)
        await asyncio.sleep(1)
"""


class ReferenceTest(RecorderTest):
    def holders(self, recorded):
        links = recorded.events("link")
        return [(recorded.name_of(e["a"]), recorded.name_of(e["b"])) for e in links if e["text"] == "frame"]

    def test_a_lost_task_goes_between_the_two_ends_of_a_collection(self):
        recorded = self.run_program(LOST.format(argument="None"))
        kinds = [e["kind"] for e in recorded.events("collect", "warning", "drop", "collect.end")]
        self.assertEqual(kinds, ["collect", "warning", "drop", "collect.end"])
        (end,) = recorded.events("collect.end")
        self.assertEqual(end["value"], 1)
        (gone,) = recorded.events("drop")
        self.assertEqual(recorded.name_of(gone["a"]), "waiter")

    def test_the_future_in_a_list_of_main_keeps_the_task(self):
        recorded = self.run_program(LOST.format(argument="kept"))
        self.assertEqual(recorded.events("drop", "warning"), [])
        (end,) = recorded.events("collect.end")
        self.assertEqual(end["value"], 0)

    def test_variables_are_reported_where_a_step_ends(self):
        recorded = self.run_program(
            """
            import gc

            async def main():
                task = asyncio.create_task(asyncio.sleep(5), name='kept')
                await asyncio.sleep(1)
                del task
                await asyncio.sleep(1)
            """
        )
        self.assertEqual(self.holders(recorded)[:1], [("Task-1", "kept")])
        released = [e for e in recorded.events("unlink") if e["text"] == "frame"]
        self.assertEqual(recorded.name_of(released[0]["b"]), "kept")

    def test_looking_at_variables_keeps_nothing_alive(self):
        recorded = self.run_program(
            """
            import gc, weakref

            async def main():
                task = asyncio.create_task(asyncio.sleep(0), name='short')
                await asyncio.sleep(1)
                known = weakref.ref(task)
                del task
                await asyncio.sleep(1)
                gc.collect()
                print(known())
            """
        )
        self.assertEqual(recorded.output, "None\n")

    def test_other_programs_say_nothing_of_it(self):
        recorded = self.run_program(
            """
            async def main():
                task = asyncio.create_task(asyncio.sleep(0))
                await asyncio.sleep(1)
            """
        )
        self.assertEqual(self.holders(recorded), [])


if __name__ == "__main__":
    unittest.main()
