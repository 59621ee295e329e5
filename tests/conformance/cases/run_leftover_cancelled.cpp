// run(): a task still pending when main() returns is cancelled and runs its finally.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::run_leftover_cancelled {
namespace {

asyncio::Coroutine<> leftover() {
    std::exception_ptr error;
    try {
        log("leftover waits");
        co_await asyncio::sleep(100);
    } catch (const asyncio::CancelledError& exc) {
        log("leftover", err(exc));
        error = std::current_exception();
    } catch (...) {
        log("leftover finally");
        throw;
    }
    try {
        if (error) co_await asyncio::sleep(1);
        if (error) log("leftover cleaned up");
    } catch (...) {
        error = std::current_exception();
    }
    log("leftover finally");
    if (error) std::rethrow_exception(error);
}

asyncio::Coroutine<> main_() {
    asyncio::create_task(leftover(), {.name = "leftover"});
    co_await asyncio::sleep(0.5);
    log("main returns");
}

const Case kCase("run_leftover_cancelled", main_);

}  // namespace
}  // namespace conformance::run_leftover_cancelled
