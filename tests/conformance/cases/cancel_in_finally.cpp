// A second cancel() interrupts an await in the finally block of the first.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::cancel_in_finally {
namespace {

// The inner try: the await in a `finally`, with a `finally` of its own. C++ cannot await in a handler, so
// what was caught is kept and thrown on after the awaits.
asyncio::Coroutine<> clean_up() {
    std::exception_ptr error;
    try {
        co_await asyncio::sleep(5);
        log("never printed");
    } catch (const asyncio::CancelledError& exc) {
        log("cleanup interrupted", err(exc));
        error = std::current_exception();
    }
    co_await asyncio::sleep(1);
    log("inner finally ends");
    if (error) std::rethrow_exception(error);
}

asyncio::Coroutine<> work() {
    std::exception_ptr error;
    try {
        co_await asyncio::sleep(10);
    } catch (...) {
        error = std::current_exception();
    }
    co_await clean_up();
    if (error) std::rethrow_exception(error);
}

asyncio::Coroutine<> main_() {
    auto task = asyncio::create_task(work(), {.name = "work"});
    co_await asyncio::sleep(1);
    task.cancel("one");
    co_await asyncio::sleep(1);
    task.cancel("two");
    co_await asyncio::wait(task);
    log("cancelled()", task.cancelled(), "cancelling()", task.cancelling());
}

const Case kCase("cancel_in_finally", main_);

}  // namespace
}  // namespace conformance::cancel_in_finally
