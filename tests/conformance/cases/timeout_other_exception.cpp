// A block that turns the CancelledError into another exception: that one comes out.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::timeout_other_exception {
namespace {

asyncio::Coroutine<> convert() {
    try {
        co_await asyncio::sleep(10);
    } catch (const asyncio::CancelledError&) {
        throw asyncio::ValueError("converted");
    }
}

asyncio::Coroutine<> main_() {
    auto scope = asyncio::timeout(1);
    try {
        co_await asyncio::async_with(scope, convert);
    } catch (const asyncio::ValueError& exc) {
        log(err(exc), "expired", scope.expired(), "cancelling()", asyncio::current_task().cancelling());
    }
}

const Case kCase("timeout_other_exception", main_);

}  // namespace
}  // namespace conformance::timeout_other_exception
