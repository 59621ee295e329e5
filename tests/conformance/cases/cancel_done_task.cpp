// cancel() of a done task returns False and changes nothing.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::cancel_done_task {
namespace {

asyncio::Coroutine<std::string> work() { co_return "value"; }

asyncio::Coroutine<> main_() {
    auto task = asyncio::create_task(work(), {.name = "work"});
    co_await task;
    log("cancel ->", task.cancel(), outcome(task), "cancelling()", task.cancelling());
    auto other = asyncio::create_task(asyncio::sleep(1), {.name = "other"});
    other.cancel();
    co_await asyncio::sleep(0);
    log("cancel ->", other.cancel(), outcome(other), "cancelling()", other.cancelling());
}

const Case kCase("cancel_done_task", main_);

}  // namespace
}  // namespace conformance::cancel_done_task
