// TaskGroup: a child may create another while the block waits, even as the last one.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::taskgroup_created_in_exit {
namespace {

asyncio::Coroutine<> chain(asyncio::TaskGroup group, int n) {
    log("link", n);
    co_await asyncio::sleep(1);
    if (n < 3) group.create_task(chain(group, n + 1), {.name = "link" + std::to_string(n + 1)});
}

asyncio::Coroutine<> main_() {
    co_await asyncio::async_with(asyncio::TaskGroup(), [](asyncio::TaskGroup& group) -> asyncio::Coroutine<> {
        group.create_task(chain(group, 1), {.name = "link1"});
        co_return;
    });
    log("group left");
}

const Case kCase("taskgroup_created_in_exit", main_);

}  // namespace
}  // namespace conformance::taskgroup_created_in_exit
