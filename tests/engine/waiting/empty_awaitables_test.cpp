#include "tests/engine/engine_test.h"

using namespace asyncio;
using engine_test::run;
using engine_test::thrown_by;

TEST_CASE("a future or task that is empty is Python's None: nothing waits for it") {
    const std::string required = "TypeError('An asyncio.Future, a coroutine or an awaitable is required')";
    run([&]() -> Coroutine<> {
        CHECK(thrown_by([] { gather(Task<>()); }) == required);
        CHECK(thrown_by([] { gather(Future<int>(), asyncio::sleep(0)); }) == required);
        CHECK(thrown_by([] { gather(std::vector{AnyTask()}); }) == required);
        CHECK(thrown_by([] { shield(AnyFuture()); }) == required);
        CHECK(thrown_by([] { ensure_future(Task<int>()); }) == required);
        std::string told;
        std::vector<Task<>> tasks;
        tasks.push_back(create_task(asyncio::sleep(0)));
        tasks.emplace_back();
        try {
            co_await wait(tasks);
        } catch (const AttributeError& error) {
            told = error.what();
        }
        CHECK(told == "'NoneType' object has no attribute 'add_done_callback'");
    });
}
