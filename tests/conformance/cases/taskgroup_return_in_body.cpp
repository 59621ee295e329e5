// TaskGroup: a return in the body still waits for the children.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::taskgroup_return_in_body {
namespace {

asyncio::Coroutine<> child() {
    co_await asyncio::sleep(2);
    log("child ends");
}

asyncio::Coroutine<std::string> function() {
    co_return co_await asyncio::async_with(asyncio::TaskGroup(),
                                           [](asyncio::TaskGroup& group) -> asyncio::Coroutine<std::string> {
                                               group.create_task(child(), {.name = "child"});
                                               co_return "value";
                                           });
}

asyncio::Coroutine<> main_() { log(co_await function()); }

const Case kCase("taskgroup_return_in_body", main_);

}  // namespace
}  // namespace conformance::taskgroup_return_in_body
