// A task that cancels itself and returns without suspending is cancelled; its value is lost.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::cancel_self_then_return {
namespace {

asyncio::Coroutine<std::string> returns() {
    asyncio::current_task().cancel("late");
    co_return "value";
}

asyncio::Coroutine<std::string> raises() {
    asyncio::current_task().cancel("late");
    throw asyncio::ValueError("raised");
    co_return "never";
}

asyncio::Coroutine<> main_() {
    std::vector tasks{asyncio::create_task(returns(), {.name = "returns"}),
                      asyncio::create_task(raises(), {.name = "raises"})};
    co_await asyncio::wait(tasks);
    log(std::vector{outcome(tasks[0]), outcome(tasks[1])});
}

const Case kCase("cancel_self_then_return", main_);

}  // namespace
}  // namespace conformance::cancel_self_then_return
