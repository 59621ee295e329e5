// Cancelled from outside in the very iteration in which the timeout fires: CancelledError wins.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::wait_for_cancel_with_timeout {
namespace {

asyncio::Coroutine<> caller() {
    try {
        co_await asyncio::wait_for(asyncio::sleep(10), 1);
    } catch (const asyncio::BaseException& exc) {
        log("caller", err(exc), "cancelling()", asyncio::current_task().cancelling());
        throw;
    }
}

asyncio::Coroutine<> main_() {
    auto& loop = asyncio::get_running_loop();
    for (const std::string order : {"cancel first", "timeout first"}) {
        asyncio::Task<> box;
        if (order == "cancel first") {
            loop.call_later(1, [&] { box.cancel("external"); });
            box = asyncio::create_task(caller(), {.name = "caller"});
        } else {
            box = asyncio::create_task(caller(), {.name = "caller"});
            co_await asyncio::sleep(0);
            loop.call_later(1, [&] { box.cancel("external"); });
        }
        co_await asyncio::wait(box);
        log(order, "cancelled()", box.cancelled());
    }
}

const Case kCase("wait_for_cancel_with_timeout", main_);

}  // namespace
}  // namespace conformance::wait_for_cancel_with_timeout
