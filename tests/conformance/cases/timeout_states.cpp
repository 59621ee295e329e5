// timeout(): errors of use outside its block, twice, and after it fired.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::timeout_states {
namespace {

asyncio::Coroutine<> pass() { co_return; }

asyncio::Coroutine<> main_() {
    auto scope = asyncio::timeout(1);
    try {
        scope.reschedule(5);
    } catch (const asyncio::RuntimeError& exc) {
        log("before:", err(exc));
    }
    co_await asyncio::async_with(scope, pass);
    try {
        scope.reschedule(5);
    } catch (const asyncio::RuntimeError& exc) {
        log("after:", err(exc));
    }
    try {
        co_await asyncio::async_with(scope, pass);
    } catch (const asyncio::RuntimeError& exc) {
        log("again:", err(exc));
    }
    scope = asyncio::timeout(1);
    const auto reschedules = [&]() -> asyncio::Coroutine<> {
        try {
            co_await asyncio::sleep(10);
        } catch (const asyncio::CancelledError&) {
            scope.reschedule(20);
        }
    };
    try {
        co_await asyncio::async_with(scope, reschedules);
    } catch (const asyncio::RuntimeError& exc) {
        log("fired:", err(exc), "| expired", scope.expired());
    }
}

const Case kCase("timeout_states", main_);

}  // namespace
}  // namespace conformance::timeout_states
