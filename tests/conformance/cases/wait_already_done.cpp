// wait() of done tasks still suspends: two turns until it returns.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::wait_already_done {
namespace {

asyncio::Coroutine<> work() { co_return; }

asyncio::Coroutine<> ticker() {
    for (int i = 0; i < 5; ++i) {
        log("tick", i);
        co_await asyncio::sleep(0);
    }
}

asyncio::Coroutine<> main_() {
    auto task = asyncio::create_task(work(), {.name = "work"});
    co_await task;
    auto t = asyncio::create_task(ticker(), {.name = "ticker"});
    co_await asyncio::wait(task);
    log("wait returned");
    co_await t;
}

const Case kCase("wait_already_done", main_);

}  // namespace
}  // namespace conformance::wait_already_done
