// timeout() inside a task that was already cancelled once (cancelling() is 1) still gives TimeoutError.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::timeout_cancelled_before {
namespace {

asyncio::Coroutine<> clean_up() {
    log("cleaning up, cancelling()", asyncio::current_task().cancelling());
    try {
        co_await asyncio::async_with(asyncio::timeout(1),
                                     []() -> asyncio::Coroutine<> { co_await asyncio::sleep(10); });
    } catch (const asyncio::TimeoutError&) {
        log("TimeoutError, cancelling()", asyncio::current_task().cancelling());
    }
}

asyncio::Coroutine<> work() {
    std::exception_ptr error;
    try {
        co_await asyncio::sleep(10);
    } catch (const asyncio::CancelledError&) {
        error = std::current_exception();
    }
    if (error) {
        co_await clean_up();
        std::rethrow_exception(error);
    }
}

asyncio::Coroutine<> main_() {
    auto task = asyncio::create_task(work(), {.name = "work"});
    co_await asyncio::sleep(1);
    task.cancel();
    co_await asyncio::wait(task);
    log("cancelled()", task.cancelled());
}

const Case kCase("timeout_cancelled_before", main_);

}  // namespace
}  // namespace conformance::timeout_cancelled_before
