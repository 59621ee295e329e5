"""async with of three: errors in the body, in entering, in leaving; one swallows; a timeout."""

import asyncio

from caselog import err, log


class Step:
    def __init__(self, name, fails_at="", swallows=False):
        self.name, self.fails_at, self.swallows = name, fails_at, swallows

    async def __aenter__(self):
        await asyncio.sleep(1)
        if self.fails_at == "enter":
            raise ValueError(self.name)
        log("in", self.name)
        return self.name.upper()

    async def __aexit__(self, kind, exc, trace):
        log("out", self.name, err(exc) if exc else None)
        await asyncio.sleep(1)
        if self.fails_at == "exit":
            raise KeyError(self.name)
        return self.swallows


async def nested(*steps):
    a, b, c = steps
    try:
        async with a as x, b as y, c as z:
            log(x, y, z)
            raise OSError("body")
        log("swallowed")
    except Exception as exc:
        log("raised", err(exc))


async def main():
    await nested(Step("a"), Step("b"), Step("c"))
    await nested(Step("a"), Step("b", swallows=True), Step("c"))
    await nested(Step("a"), Step("b", "enter"), Step("c"))
    await nested(Step("a", swallows=True), Step("b"), Step("c", "exit"))
    try:
        async with asyncio.timeout(1.5), asyncio.Lock(), Step("b"):
            log("held")
            await asyncio.sleep(5)
    except TimeoutError:
        log("timed out")


asyncio.run(main())
