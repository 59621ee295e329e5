// sleep(inf) and other long waits, which others end; timers further away than a day.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <limits>

namespace conformance::sleep_forever {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();

template <class Number>
asyncio::Coroutine<> sleeps(Number delay) {
    try {
        co_await asyncio::sleep(delay);
        log("slept", delay);
    } catch (const asyncio::CancelledError& exc) {
        log("woken", err(exc));
        throw;
    }
}

asyncio::Coroutine<> body(asyncio::Timeout scope) {
    log(*scope.when());
    co_await asyncio::sleep(1);
}

asyncio::Coroutine<> main_() {
    auto& loop = asyncio::get_running_loop();
    const auto task = asyncio::create_task(sleeps(kInf), {.name = "inf"});
    co_await asyncio::sleep(1);
    task.cancel("enough");
    co_await asyncio::wait(task);
    try {
        co_await asyncio::wait_for(sleeps(kInf), 1);
    } catch (const asyncio::TimeoutError& exc) {
        log(err(exc));
    }
    co_await asyncio::async_with(asyncio::timeout(kInf), body);
    co_await asyncio::sleep(3 * 24 * 3600);
    log("three days");
    const auto handle = loop.call_later(10 * 24 * 3600, log, "ten days");
    co_await asyncio::sleep(1);
    handle.cancel();
    co_await asyncio::wait_for(sleeps(1), kInf);
    co_await asyncio::sleep(-kInf);
    log("end");
}

const Case kCase("sleep_forever", main_);

}  // namespace
}  // namespace conformance::sleep_forever
