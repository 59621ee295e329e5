// wait_for(task, 0): a task that ignores the cancellation is waited for; its result counts.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::wait_for_zero_stubborn {
namespace {

asyncio::Coroutine<std::string> stubborn(bool fails) {
    try {
        co_await asyncio::sleep(10);
    } catch (const asyncio::CancelledError&) {
        log("ignoring");
    }
    co_await asyncio::sleep(2);
    if (fails) throw asyncio::ValueError("late failure");
    co_return "late value";
}

asyncio::Coroutine<> main_() {
    for (const bool fails : {false, true}) {
        auto task = asyncio::create_task(stubborn(fails), {.name = "stubborn"});
        co_await asyncio::sleep(1);
        try {
            log("got", co_await asyncio::wait_for(task, 0));
        } catch (const asyncio::ValueError& exc) {
            log(err(exc));
        }
    }
}

const Case kCase("wait_for_zero_stubborn", main_);

}  // namespace
}  // namespace conformance::wait_for_zero_stubborn
