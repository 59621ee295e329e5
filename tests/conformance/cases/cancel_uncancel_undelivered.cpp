// uncancel() down to zero before delivery takes the pending cancellation back (3.13+).
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::cancel_uncancel_undelivered {
namespace {

asyncio::Coroutine<std::string> work() {
    co_await asyncio::sleep(1);
    co_return "value";
}

asyncio::Coroutine<> main_() {
    auto task = asyncio::create_task(work(), {.name = "work"});
    task.cancel();
    log("uncancel ->", task.uncancel());
    co_await asyncio::wait(task);
    log("not started:", outcome(task));

    task = asyncio::create_task(work(), {.name = "work"});
    co_await asyncio::sleep(0);
    task.cancel();
    log("uncancel ->", task.uncancel());
    co_await asyncio::wait(task);
    log("suspended:", outcome(task));

    auto me = asyncio::current_task();
    me.cancel();
    log("uncancel ->", me.uncancel());
    co_await asyncio::sleep(1);
    log("self: main goes on");
}

const Case kCase("cancel_uncancel_undelivered", main_);

}  // namespace
}  // namespace conformance::cancel_uncancel_undelivered
