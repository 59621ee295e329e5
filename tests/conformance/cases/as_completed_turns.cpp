// as_completed(): turns between a task's last step and the result.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::as_completed_turns {
namespace {

asyncio::Coroutine<std::string> work(std::string name, int turns) {
    for (int i = 0; i < turns; ++i) co_await asyncio::sleep(0);
    log(name, "ends");
    co_return name;
}

asyncio::Coroutine<> ticker() {
    for (int i = 0; i < 9; ++i) {
        log("tick", i);
        co_await asyncio::sleep(0);
    }
}

asyncio::Coroutine<> main_() {
    auto t = asyncio::create_task(ticker(), {.name = "ticker"});
    std::vector<asyncio::Task<std::string>> tasks;
    tasks.push_back(asyncio::create_task(work("A", 3), {.name = "A"}));
    tasks.push_back(asyncio::create_task(work("B", 1), {.name = "B"}));
    for (auto next_result : asyncio::as_completed(tasks)) log("got", co_await next_result);
    co_await t;
}

const Case kCase("as_completed_turns", main_);

}  // namespace
}  // namespace conformance::as_completed_turns
