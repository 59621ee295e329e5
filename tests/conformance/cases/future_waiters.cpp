// Many waiters of one future resume in order, in one iteration; resolving does not switch.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::future_waiters {
namespace {

asyncio::Coroutine<> waiter(std::string name, asyncio::Future<std::string> future) {
    log(name, "got", co_await future);
}

asyncio::Coroutine<> main_() {
    auto future = asyncio::get_running_loop().create_future<std::string>();
    std::vector<asyncio::Task<>> tasks;
    for (const std::string name : {"A", "B", "C"})
        tasks.push_back(asyncio::create_task(waiter(name, future), {.name = name}));
    co_await asyncio::sleep(1);
    future.set_result("value");
    log("main goes on after set_result");
    co_await asyncio::sleep(0);
    log("main again");
    co_await asyncio::wait(tasks);
}

const Case kCase("future_waiters", main_);

}  // namespace
}  // namespace conformance::future_waiters
