// wait_for(), shield() and wait() with eager tasks.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::eager_shield_wait_for {
namespace {

asyncio::Coroutine<std::string> quick(std::string name) {
    log(name, "runs");
    co_return name;
}

asyncio::Coroutine<> main_() {
    auto& loop = asyncio::get_running_loop();
    loop.set_task_factory(asyncio::eager_task_factory);
    loop.call_soon(asyncio::named("", log), "callback");
    log(co_await asyncio::wait_for(quick("wait_for 0"), 0));
    log(co_await asyncio::shield(quick("shield")));
    auto [done, pending] = co_await asyncio::wait(asyncio::create_task(quick("wait"), {.name = "wait"}));
    log(done.size(), pending.size());
    std::vector<asyncio::Coroutine<std::string>> coroutines;
    coroutines.push_back(quick("as_completed"));
    for (auto coro : asyncio::as_completed(std::move(coroutines))) log(co_await coro);
}

const Case kCase("eager_shield_wait_for", main_);

}  // namespace
}  // namespace conformance::eager_shield_wait_for
