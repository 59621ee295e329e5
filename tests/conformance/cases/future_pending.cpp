// result() and exception() of a pending future raise InvalidStateError.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::future_pending {
namespace {

asyncio::Coroutine<> main_() {
    auto future = asyncio::get_running_loop().create_future();
    const std::function<void()> result = [&] { future.result(); };
    const std::function<void()> exception = [&] { future.exception(); };
    for (const auto& call : {result, exception}) {
        try {
            call();
        } catch (const asyncio::InvalidStateError&) {
            log("InvalidStateError");
        }
    }
    log("done", future.done(), "cancelled", future.cancelled());
    future.cancel("why");
    for (const auto& call : {result, exception, result}) {
        try {
            call();
        } catch (const asyncio::CancelledError& exc) {
            log("CancelledError", std::tuple{*exc.message()});
        }
    }
    co_return;
}

const Case kCase("future_pending", main_);

}  // namespace
}  // namespace conformance::future_pending
