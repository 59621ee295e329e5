// Cancelling eager tasks: suspended, finished, and one cancelled by its own eager child.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::eager_cancel {
namespace {

asyncio::Coroutine<> waits(std::string name) {
    try {
        co_await asyncio::sleep(10);
    } catch (const asyncio::CancelledError&) {
        log(name, "cancelled");
        throw;
    }
}

asyncio::Coroutine<std::string> quick() { co_return "quick"; }

asyncio::Coroutine<> cancels(asyncio::AnyTask victim) {
    log("cancel ->", victim.cancel());
    co_return;
}

asyncio::Coroutine<> parent() {
    asyncio::create_task(cancels(asyncio::current_task()), {.name = "child"});
    log("parent goes on");
    co_await asyncio::sleep(0);
    log("never printed");
}

asyncio::Coroutine<> main_() {
    asyncio::get_running_loop().set_task_factory(asyncio::eager_task_factory);
    auto task = asyncio::create_task(waits("A"), {.name = "A"});
    const bool cancelled = task.cancel();
    log("cancel ->", cancelled, outcome(task));
    co_await asyncio::wait(task);
    log(outcome(task));
    auto quick_task = asyncio::create_task(quick(), {.name = "quick"});
    const bool cancelled_quick = quick_task.cancel();
    log("cancel ->", cancelled_quick, outcome(quick_task));
    task = asyncio::create_task(parent(), {.name = "parent"});
    co_await asyncio::wait(task);
    log(outcome(task));
}

const Case kCase("eager_cancel", main_);

}  // namespace
}  // namespace conformance::eager_cancel
