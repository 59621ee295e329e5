// TaskGroup: a child that swallows the cancellation delays the end and may return a value.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::taskgroup_swallow {
namespace {

asyncio::Coroutine<std::string> stubborn() {
    try {
        co_await asyncio::sleep(10);
    } catch (const asyncio::CancelledError&) {
        log("swallowed");
    }
    co_await asyncio::sleep(5);
    co_return "late";
}

asyncio::Coroutine<> fails() {
    co_await asyncio::sleep(1);
    throw asyncio::ValueError("child");
}

asyncio::Coroutine<> main_() {
    asyncio::Task<std::string> task;
    try {
        co_await asyncio::async_with(asyncio::TaskGroup(),
                                     [&](asyncio::TaskGroup& group) -> asyncio::Coroutine<> {
                                         task = group.create_task(stubborn(), {.name = "stubborn"});
                                         group.create_task(fails(), {.name = "fails"});
                                         co_return;
                                     });
    } catch (const asyncio::ExceptionGroup& exc) {
        log(err(exc), "|", outcome(task));
    }
}

const Case kCase("taskgroup_swallow", main_);

}  // namespace
}  // namespace conformance::taskgroup_swallow
