// Cancelling a future throws CancelledError into its waiters; their count stays zero.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::future_cancel_waiters {
namespace {

asyncio::Coroutine<> waiter(std::string name, asyncio::Future<> future) {
    try {
        co_await future;
    } catch (const asyncio::CancelledError& exc) {
        log(name, err(exc), "cancelling()", asyncio::current_task().cancelling());
        throw;
    }
}

asyncio::Coroutine<> main_() {
    auto future = asyncio::get_running_loop().create_future();
    std::vector<asyncio::Task<>> tasks;
    for (const std::string name : {"A", "B"})
        tasks.push_back(asyncio::create_task(waiter(name, future), {.name = name}));
    co_await asyncio::sleep(1);
    log("cancel ->", future.cancel("future gone"));
    co_await asyncio::wait(tasks);
    log(std::vector{tasks[0].cancelled(), tasks[1].cancelled()});
}

const Case kCase("future_cancel_waiters", main_);

}  // namespace
}  // namespace conformance::future_cancel_waiters
