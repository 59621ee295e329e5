// Nested timeouts due together: both fire; only the outermost raises TimeoutError.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::timeout_nested_same_time {
namespace {

asyncio::Coroutine<> main_() {
    auto o = asyncio::timeout(1);
    auto i = asyncio::timeout(1);
    const auto sleep_long = []() -> asyncio::Coroutine<> {
        try {
            co_await asyncio::sleep(10);
        } catch (const asyncio::CancelledError&) {
            log("cancelling()", asyncio::current_task().cancelling());
            throw;
        }
    };
    const auto inner = [&]() -> asyncio::Coroutine<> {
        try {
            co_await asyncio::async_with(i, sleep_long);
        } catch (const asyncio::TimeoutError&) {
            log("inner TimeoutError");
            throw;
        } catch (const asyncio::CancelledError&) {
            log("inner CancelledError");
            throw;
        }
    };
    try {
        co_await asyncio::async_with(o, inner);
    } catch (const asyncio::TimeoutError&) {
        log("outer TimeoutError");
    }
    log("expired: outer", o.expired(), "inner", i.expired(), "cancelling()",
        asyncio::current_task().cancelling());
}

const Case kCase("timeout_nested_same_time", main_);

}  // namespace
}  // namespace conformance::timeout_nested_same_time
