// TaskGroup: a body that swallows the group's cancellation: the group still raises.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::taskgroup_body_swallows {
namespace {

asyncio::Coroutine<> fails() {
    co_await asyncio::sleep(1);
    throw asyncio::ValueError("child");
}

asyncio::Coroutine<> main_() {
    try {
        co_await asyncio::async_with(asyncio::TaskGroup(),
                                     [](asyncio::TaskGroup& group) -> asyncio::Coroutine<> {
                                         group.create_task(fails(), {.name = "fails"});
                                         try {
                                             co_await asyncio::sleep(10);
                                         } catch (const asyncio::CancelledError&) {
                                             log("body swallows");
                                         }
                                         co_await asyncio::sleep(2);
                                         log("body ends");
                                     });
    } catch (const asyncio::ExceptionGroup& exc) {
        log(err(exc), "cancelling()", asyncio::current_task().cancelling());
    }
    co_await asyncio::sleep(1);
    log("end");
}

const Case kCase("taskgroup_body_swallows", main_);

}  // namespace
}  // namespace conformance::taskgroup_body_swallows
