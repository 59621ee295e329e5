// TaskGroup: a body awaiting the failing child sees CancelledError, so the error is listed once.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::taskgroup_body_awaits_failing_child {
namespace {

asyncio::Coroutine<> fails() {
    co_await asyncio::sleep(1);
    throw asyncio::ValueError("child");
}

asyncio::Coroutine<> main_() {
    try {
        co_await asyncio::async_with(asyncio::TaskGroup(),
                                     [](asyncio::TaskGroup& group) -> asyncio::Coroutine<> {
                                         auto task = group.create_task(fails(), {.name = "fails"});
                                         try {
                                             co_await task;
                                         } catch (...) {
                                             log("body sees", err(std::current_exception()));
                                             throw;
                                         }
                                     });
    } catch (const asyncio::ExceptionGroup& exc) {
        log(err(exc));
    }
}

const Case kCase("taskgroup_body_awaits_failing_child", main_);

}  // namespace
}  // namespace conformance::taskgroup_body_awaits_failing_child
