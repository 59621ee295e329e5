// wait_for(): the coroutine sees CancelledError, the caller TimeoutError.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::wait_for_timeout {
namespace {

asyncio::Coroutine<> work() {
    std::exception_ptr error;
    try {
        co_await asyncio::sleep(10);
    } catch (const asyncio::CancelledError& exc) {
        log("work", err(exc));
        error = std::current_exception();
    }
    if (error) {
        co_await asyncio::sleep(2);
        log("work cleaned up");
        std::rethrow_exception(error);
    }
}

asyncio::Coroutine<> main_() {
    try {
        co_await asyncio::wait_for(work(), 1);
    } catch (const asyncio::TimeoutError& exc) {
        log("caught", err(exc));
    }
    log("cancelling()", asyncio::current_task().cancelling());
}

const Case kCase("wait_for_timeout", main_);

}  // namespace
}  // namespace conformance::wait_for_timeout
