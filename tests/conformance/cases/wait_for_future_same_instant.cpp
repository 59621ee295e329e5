// wait_for(future, t): a future resolved in the iteration in which the timeout fires is a timeout.
//
// The waiter is woken by the result, but cancelled before it runs: the result is
// lost to it, though the future keeps it. One iteration earlier, the result wins.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::wait_for_future_same_instant {
namespace {

asyncio::Coroutine<> attempt(std::string name, asyncio::Future<std::string> future) {
    try {
        log(name, co_await asyncio::wait_for(future, 1));
    } catch (const asyncio::TimeoutError&) {
        log(name, "TimeoutError; future", outcome(future));
    }
}

asyncio::Coroutine<> main_() {
    auto& loop = asyncio::get_running_loop();

    auto future = loop.create_future<std::string>();
    loop.call_later(1, asyncio::named("", [future] { future.set_result("value"); }));
    co_await attempt("resolved just before the timeout", future);

    future = loop.create_future<std::string>();
    auto task = asyncio::create_task(attempt("resolved just after the timeout", future), {.name = "attempt"});
    co_await asyncio::sleep(0);
    loop.call_later(1, [&] { log("late timer finds the future", outcome(future)); });
    co_await task;

    future = loop.create_future<std::string>();
    loop.call_at(loop.time() + 1 - 1e-6, asyncio::named("", [future] { future.set_result("value"); }));
    co_await attempt("resolved a microsecond before", future);
}

const Case kCase("wait_for_future_same_instant", main_);

}  // namespace
}  // namespace conformance::wait_for_future_same_instant
