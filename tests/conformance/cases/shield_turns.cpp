// shield(): the waiter resumes two iterations after the inner task's last step.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::shield_turns {
namespace {

asyncio::Coroutine<std::string> inner() {
    log("inner runs");
    co_return "value";
}

asyncio::Coroutine<> ticker() {
    for (int i = 0; i < 5; ++i) {
        log("tick", i);
        co_await asyncio::sleep(0);
    }
}

asyncio::Coroutine<> main_() {
    auto t = asyncio::create_task(ticker(), {.name = "ticker"});
    log("shield gives", co_await asyncio::shield(inner()));
    co_await t;
}

const Case kCase("shield_turns", main_);

}  // namespace
}  // namespace conformance::shield_turns
