"""Datagrams: what they tell, and that the virtual clock neither passes them nor waits for those of others."""

import time
import unittest

import machine
from support import RecorderTest

PROGRAM = """
    class End(asyncio.DatagramProtocol):
        def datagram_received(self, data, addr):
            print(asyncio.get_running_loop().time(), data)

    async def main():
        loop = asyncio.get_running_loop()
        to, _ = await loop.create_datagram_endpoint(End, local_addr=('127.0.0.1', 0))
        await asyncio.sleep(1)
        to.sendto(b'to itself', to.get_extra_info('sockname'))
        await asyncio.sleep(1)
        to.close()
        await asyncio.sleep(1)
    """


class Datagrams(RecorderTest):
    def test_the_clock_neither_passes_a_datagram_nor_waits_for_one_from_outside(self):
        begin = time.monotonic()
        recorded = self.run_program(PROGRAM)
        machine.check(recorded.text)
        self.assertEqual(recorded.output.splitlines(), ["1.0 b'to itself'"])
        self.assertLess(time.monotonic() - begin, 5)

    def test_an_endpoint_tells_what_it_sends_and_receives(self):
        recorded = self.run_program(PROGRAM)
        told = [
            (kind, recorded.name_of(event["a"]))
            for kind in ("stream.write", "stream.send", "stream.receive", "stream.close", "stream.lost")
            for event in recorded.events(kind)
        ]
        self.assertEqual(
            told,
            [
                ("stream.write", "datagram endpoint"),
                ("stream.send", "datagram endpoint"),
                ("stream.receive", "datagram endpoint"),
                ("stream.close", "datagram endpoint"),
                ("stream.lost", "datagram endpoint"),
            ],
        )

    def test_what_an_endpoint_calls_has_the_name_that_it_has_in_asyncio(self):
        recorded = self.run_program(
            """
            class End(asyncio.DatagramProtocol):
                def connection_lost(self, exc):
                    raise ValueError

            async def main():
                loop = asyncio.get_running_loop()
                loop.set_exception_handler(lambda loop, context: print(context["message"].split("(")[0]))
                end, _ = await loop.create_datagram_endpoint(End, local_addr=("127.0.0.1", 0))
                end.close()
                await asyncio.sleep(1)
            """
        )
        self.assertEqual(recorded.output, "Exception in callback _SelectorTransport._call_connection_lost\n")


if __name__ == "__main__":
    unittest.main()
