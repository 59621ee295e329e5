"""What asend() sends comes only where the generator takes the call: not if it is refused, and as they are awaited."""
import asyncio
from caselog import log, err


async def echo():
    got = None
    while True:
        got = yield got
        log("got", got)
        await asyncio.sleep(1)


async def attempt(name, call):
    try:
        log(name, "gives", await call)
    except Exception as exc:
        log(name, "fails", err(exc))


async def main():
    generator = echo()
    await attempt("too early", generator.asend("early"))
    await attempt("first", anext(generator))
    await attempt("next", anext(generator))
    running = asyncio.create_task(attempt("x", generator.asend("x")), name="x")
    refused = asyncio.create_task(attempt("y", generator.asend("y")), name="y")
    await asyncio.wait([running, refused])
    await attempt("after the refused one", anext(generator))
    one, two = generator.asend(1), generator.asend(2)
    await attempt("made second", two)
    await attempt("made first", one)
    await attempt("once more", one)
    await attempt("after that", generator.asend(None))
    await generator.aclose()
    await attempt("closed", generator.asend("late"))


if __name__ == "__main__":
    asyncio.run(main())
