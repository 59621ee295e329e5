// gather() of eager tasks that never suspend is done at once: no iteration passes.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::eager_gather {
namespace {

asyncio::Coroutine<std::string> child(std::string name, std::optional<double> delay = std::nullopt) {
    log(name, "runs");
    if (delay) co_await asyncio::sleep(*delay);
    co_return name;
}

asyncio::Coroutine<> main_() {
    auto& loop = asyncio::get_running_loop();
    loop.set_task_factory(asyncio::eager_task_factory);
    loop.call_soon(asyncio::named("", log), "callback");
    auto future = asyncio::gather(child("A"), child("B"));
    log(outcome(future));
    log(co_await future);
    log(co_await asyncio::gather(child("C"), child("D", 1)));
}

const Case kCase("eager_gather", main_);

}  // namespace
}  // namespace conformance::eager_gather
