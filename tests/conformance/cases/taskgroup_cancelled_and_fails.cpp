// TaskGroup: cancelled from outside, a child fails in its cleanup: the group wins, the parent stays
// cancelled.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::taskgroup_cancelled_and_fails {
namespace {

asyncio::Coroutine<> child() {
    try {
        co_await asyncio::sleep(10);
    } catch (...) {
        throw asyncio::ValueError("cleanup");
    }
    throw asyncio::ValueError("cleanup");
}

asyncio::Coroutine<> parent() {
    try {
        co_await asyncio::async_with(asyncio::TaskGroup(),
                                     [](asyncio::TaskGroup& group) -> asyncio::Coroutine<> {
                                         group.create_task(child(), {.name = "child"});
                                         co_return;
                                     });
    } catch (const asyncio::ExceptionGroup& exc) {
        log(err(exc), "cancelling()", asyncio::current_task().cancelling());
    }
    try {
        co_await asyncio::sleep(1);
        log("slept");
    } catch (const asyncio::CancelledError&) {
        log("cancelled at the next await");
        throw;
    }
}

asyncio::Coroutine<> main_() {
    auto task = asyncio::create_task(parent(), {.name = "parent"});
    co_await asyncio::sleep(1);
    task.cancel();
    co_await asyncio::wait(task);
    log("cancelled()", task.cancelled());
}

const Case kCase("taskgroup_cancelled_and_fails", main_);

}  // namespace
}  // namespace conformance::taskgroup_cancelled_and_fails
