// wait_for(): the result comes through and the timeout's timer is cancelled.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::wait_for_in_time {
namespace {

asyncio::Coroutine<std::string> work(double delay, bool fails = false) {
    co_await asyncio::sleep(delay);
    if (fails) throw asyncio::ValueError("failed in time");
    co_return "value";
}

asyncio::Coroutine<> main_() {
    log(co_await asyncio::wait_for(work(1), 1000));
    try {
        co_await asyncio::wait_for(work(1, true), 1000);
    } catch (const asyncio::ValueError& exc) {
        log(err(exc));
    }
    co_await asyncio::sleep(1);
    log("end");
}

const Case kCase("wait_for_in_time", main_);

}  // namespace
}  // namespace conformance::wait_for_in_time
