// wait_for(): inner sleep and timeout due together: the timeout wins (3.12+).
//
// Even where the inner timer was set first, the awaited task would need one more
// iteration to finish, and by then the cancellation has reached it.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::wait_for_same_instant {
namespace {

asyncio::Coroutine<std::string> work() {
    co_await asyncio::sleep(1);
    co_return "value";
}

template <asyncio::Awaitable A>
asyncio::Coroutine<> attempt(std::string name, A awaitable) {
    try {
        log(name, co_await asyncio::wait_for(std::move(awaitable), 1));
    } catch (const asyncio::TimeoutError&) {
        log(name, "timeout");
    }
}

asyncio::Coroutine<> main_() {
    co_await attempt("coroutine", work());
    auto task = asyncio::create_task(work(), {.name = "work"});
    co_await asyncio::sleep(0);
    co_await attempt("started task", task);
    auto fresh = asyncio::create_task(work(), {.name = "fresh"});
    co_await attempt("fresh task", fresh);
    log("fresh cancelled()", fresh.cancelled());
}

const Case kCase("wait_for_same_instant", main_);

}  // namespace
}  // namespace conformance::wait_for_same_instant
