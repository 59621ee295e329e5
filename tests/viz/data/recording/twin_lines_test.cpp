#include "viz/data/recording/twin_lines.h"

#include <doctest/doctest.h>

#include <string>

using namespace loopscope::viz;

TEST_CASE("twin lines go together by their words") {
    const std::string python =
        "async def work(name, delay):\n    print(name, 'starts')\n    await asyncio.sleep(delay)\n    return "
        "name\n\n"
        "async def main():\n    results = await asyncio.gather(work('A', 3), work('B', 1))\n    "
        "print(results)\n";
    const std::string cpp =
        "#include <asyncio.h>\n\nCoroutine<std::string> work(std::string name, double delay) {\n"
        "    print(name, \"starts\");\n    co_await asyncio::sleep(delay);\n    co_return name;\n}\n\n"
        "Coroutine<> main() {\n    auto results = co_await asyncio::gather(work(\"A\", 3), work(\"B\", 1));\n"
        "    print(results);\n}\n";
    const TwinLines twins(python, cpp);
    CHECK(twins.right_of(1) == 3);
    CHECK(twins.right_of(2) == 4);
    CHECK(twins.right_of(3) == 5);
    CHECK(twins.right_of(4) == 6);
    CHECK(twins.right_of(7) == 10);
    CHECK(twins.right_of(8) == 11);
    CHECK(twins.left_of(10) == 7);
    CHECK(twins.right_of(5) == 0);
    CHECK(twins.right_of(99) == 0);
    CHECK(TwinLines("", "").right_of(1) == 0);
}

TEST_CASE("a coroutine function goes with its definition, not with who calls it") {
    const std::string python =
        "async def main():\n    print('end')\n\n\nif __name__ == '__main__':\n    asyncio.run(main())\n";
    const std::string cpp = "Coroutine<> main(Parameters p) {\n    print(\"end\");\n}\n";
    const TwinLines twins(python, cpp);
    CHECK(twins.left_of(1) == 1);
    CHECK(twins.shown_left_of(1) == 1);
    CHECK(twins.right_of(1) == 1);
}

TEST_CASE("async with and async for go with what they are in C++") {
    const std::string python =
        "async def work(lock, tasks):\n    async with lock:\n        print('in')\n"
        "    async for task in tasks:\n        print(await task)\n";
    const std::string cpp =
        "Coroutine<> work(Lock lock, Tasks tasks) {\n    co_await asyncio::async_with(lock, [&] {\n"
        "        print(\"in\");\n    });\n    while (auto task = co_await tasks.next())\n"
        "        print(co_await *task);\n}\n";
    const TwinLines twins(python, cpp);
    CHECK(twins.right_of(2) == 2);
    CHECK(twins.right_of(4) == 5);
    CHECK(twins.left_of(5) == 4);
    CHECK(twins.left_of(7) == 0);
}

TEST_CASE(
    "a line without a twin of its own is shown at the one that is most like it, else at the nearest above") {
    const std::string python =
        "async def main():\n    print(await gather(a, b, return_exceptions=ALL))\n    print('end')\n";
    const std::string cpp =
        "Coroutine<> main(Parameters p) {\n    if (all)\n"
        "        print(co_await gather(a, b, return_exceptions));\n    else\n"
        "        print(co_await gather(a, b));\n    print(\"end\");\n}\n";
    const TwinLines twins(python, cpp);
    CHECK(twins.left_of(5) == 0);
    CHECK(twins.shown_left_of(3) == 2);
    CHECK(twins.shown_left_of(5) == 2);
    CHECK(twins.shown_left_of(6) == 3);
    CHECK(twins.shown_left_of(7) == 3);  // where main has ended
    CHECK(twins.shown_right_of(2) == 3);
    CHECK(twins.shown_left_of(99) == 0);
}
