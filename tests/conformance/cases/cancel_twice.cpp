// cancel() twice before the task runs: one CancelledError, the last message, a count of two.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::cancel_twice {
namespace {

asyncio::Coroutine<std::string> work() {
    try {
        co_await asyncio::sleep(10);
    } catch (const asyncio::CancelledError& exc) {
        log(err(exc), "cancelling()", asyncio::current_task().cancelling());
    }
    co_await asyncio::sleep(1);
    log("work goes on");
    co_return "value";
}

asyncio::Coroutine<> main_() {
    auto task = asyncio::create_task(work(), {.name = "work"});
    co_await asyncio::sleep(1);
    const bool first = task.cancel("first");
    const bool second = task.cancel("second");
    log(first, second);
    log(co_await task);
}

const Case kCase("cancel_twice", main_);

}  // namespace
}  // namespace conformance::cancel_twice
