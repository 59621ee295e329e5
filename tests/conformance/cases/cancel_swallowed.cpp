// A task may swallow CancelledError and return a value; it is then not cancelled().
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::cancel_swallowed {
namespace {

asyncio::Coroutine<std::string> work() {
    try {
        co_await asyncio::sleep(10);
    } catch (const asyncio::CancelledError&) {
        log("swallowed");
    }
    co_await asyncio::sleep(2);
    co_return "value";
}

asyncio::Coroutine<> main_() {
    auto task = asyncio::create_task(work(), {.name = "work"});
    co_await asyncio::sleep(1);
    task.cancel();
    const std::string value = co_await task;
    log(value, "cancelled()", task.cancelled(), "cancelling()", task.cancelling());
}

const Case kCase("cancel_swallowed", main_);

}  // namespace
}  // namespace conformance::cancel_swallowed
