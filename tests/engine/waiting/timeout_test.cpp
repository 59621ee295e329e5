#include "tests/engine/engine_test.h"

#include <string>
#include <vector>

using namespace asyncio;
using engine_test::run;
using Lines = std::vector<std::string>;

namespace {

Coroutine<std::string> flush() {
    try {
        co_await sleep(10);
    } catch (const CancelledError&) {}
    co_return "partial";
}

std::size_t swallowed_in(const engine_test::Run& run) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < run.recording.events.size(); ++i) {
        const auto& event = run.recording.events[i];
        if (event.kind == loopscope::trace::EventKind::warning &&
            run.recording.string(event.text).starts_with("swallowed cancellation"))
            ++count;
    }
    return count;
}

}  // namespace

TEST_CASE("a timeout whose CancelledError was caught inside its block warns that there is no TimeoutError") {
    const auto result = run([]() -> Coroutine<> {
        co_await async_with(timeout(1), []() -> Coroutine<> {
            co_await flush();
            co_await sleep(5);
        });
        print(co_await wait_for(flush(), 1), get_running_loop().time());
    });
    CHECK(result.lines == Lines{"partial 7.0"});
    CHECK(swallowed_in(result) == 2);
}

TEST_CASE("a timeout that takes its time to clean up, or is not needed, swallows nothing") {
    const auto result = run([]() -> Coroutine<> {
        try {
            co_await async_with(timeout(1), []() -> Coroutine<> {
                std::exception_ptr error;
                try {
                    co_await sleep(10);
                } catch (...) {
                    error = std::current_exception();
                }
                co_await sleep(1);
                std::rethrow_exception(error);
            });
        } catch (const TimeoutError&) {
            print("late", get_running_loop().time());
        }
        co_await async_with(timeout(1), []() -> Coroutine<> { co_await sleep(0.5); });
    });
    CHECK(result.lines == Lines{"late 2.0"});
    CHECK(swallowed_in(result) == 0);
}
