// If the awaited task swallows the cancellation, the waiting one is not cancelled at all.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::cancel_awaited_task_swallows {
namespace {

asyncio::Coroutine<std::string> inner() {
    try {
        co_await asyncio::sleep(10);
    } catch (const asyncio::CancelledError&) {
        log("inner swallows");
    }
    co_return "inner value";
}

asyncio::Coroutine<std::string> outer(asyncio::Task<std::string> task) {
    const std::string value = co_await task;
    log("outer got", value);
    co_await asyncio::sleep(1);
    co_return "outer value";
}

asyncio::Coroutine<> main_() {
    auto i = asyncio::create_task(inner(), {.name = "inner"});
    auto o = asyncio::create_task(outer(i), {.name = "outer"});
    co_await asyncio::sleep(1);
    o.cancel();
    co_await asyncio::wait(o);
    log(outcome(o), "cancelling()", o.cancelling(), i.cancelling());
}

const Case kCase("cancel_awaited_task_swallows", main_);

}  // namespace
}  // namespace conformance::cancel_awaited_task_swallows
