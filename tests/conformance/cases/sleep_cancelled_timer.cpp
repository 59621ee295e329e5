// A cancelled sleep cancels its timer: the clock does not run on to it.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::sleep_cancelled_timer {
namespace {

asyncio::Coroutine<> main_() {
    auto task = asyncio::create_task(asyncio::sleep(1000), {.name = "long"});
    co_await asyncio::sleep(1);
    task.cancel();
    try {
        co_await task;
    } catch (const asyncio::CancelledError&) {
        log("cancelled");
    }
    co_await asyncio::sleep(1);
    log("end");
}

const Case kCase("sleep_cancelled_timer", main_);

}  // namespace
}  // namespace conformance::sleep_cancelled_timer
