"""Asks for another loop, and gets the one that is recorded."""

import asyncio

import uvloop


async def main(text):
    await asyncio.sleep(0.01)
    print(text)


uvloop.install()
asyncio.run(main("by policy"))
asyncio.set_event_loop_policy(None)
with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
    runner.run(main("by factory"))
