// run(): a leftover that swallows the cancellation is waited for until it returns.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::run_leftover_swallows {
namespace {

asyncio::Coroutine<> stubborn() {
    try {
        co_await asyncio::sleep(100);
    } catch (const asyncio::CancelledError&) {
        log("swallowed");
    }
    co_await asyncio::sleep(5);
    log("stubborn returns");
}

asyncio::Coroutine<> main_() {
    asyncio::create_task(stubborn(), {.name = "stubborn"});
    co_await asyncio::sleep(1);
    log("main returns");
}

const Case kCase("run_leftover_swallows", main_);

}  // namespace
}  // namespace conformance::run_leftover_swallows
