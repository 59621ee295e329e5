// TaskGroup: cancelled from outside while it is shutting down after a failure.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::taskgroup_fails_then_cancelled {
namespace {

asyncio::Coroutine<> slow() {
    std::exception_ptr error;
    try {
        co_await asyncio::sleep(10);
    } catch (...) {
        error = std::current_exception();
    }
    co_await asyncio::sleep(5);
    log("slow cleaned up");
    if (error) std::rethrow_exception(error);
}

asyncio::Coroutine<> fails() {
    throw asyncio::ValueError("child");
    co_return;
}

asyncio::Coroutine<> parent() {
    try {
        co_await asyncio::async_with(asyncio::TaskGroup(),
                                     [](asyncio::TaskGroup& group) -> asyncio::Coroutine<> {
                                         group.create_task(slow(), {.name = "slow"});
                                         co_await asyncio::sleep(0);
                                         group.create_task(fails(), {.name = "fails"});
                                     });
    } catch (...) {
        log("parent", err(std::current_exception()), "cancelling()", asyncio::current_task().cancelling());
    }
    co_await asyncio::sleep(1);
    log("goes on");
}

asyncio::Coroutine<> main_() {
    auto task = asyncio::create_task(parent(), {.name = "parent"});
    co_await asyncio::sleep(1);
    task.cancel();
    co_await asyncio::wait(task);
    log("cancelled()", task.cancelled());
}

const Case kCase("taskgroup_fails_then_cancelled", main_);

}  // namespace
}  // namespace conformance::taskgroup_fails_then_cancelled
