// Raising CancelledError by hand makes the task cancelled, with a count of zero.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::cancel_raise_by_hand {
namespace {

asyncio::Coroutine<> work() {
    throw asyncio::CancelledError("by hand");
    co_return;
}

asyncio::Coroutine<> main_() {
    auto task = asyncio::create_task(work(), {.name = "work"});
    try {
        co_await task;
    } catch (const asyncio::CancelledError& exc) {
        log(err(exc), "cancelled()", task.cancelled(), "cancelling()", task.cancelling());
    }
    log("main cancelling()", asyncio::current_task().cancelling());
}

const Case kCase("cancel_raise_by_hand", main_);

}  // namespace
}  // namespace conformance::cancel_raise_by_hand
