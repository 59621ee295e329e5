// Cancelling the task that awaits gather() cancels every pending child, in order.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::gather_cancel_outer {
namespace {

asyncio::Coroutine<> child(std::string name, double delay) {
    try {
        co_await asyncio::sleep(delay);
        log(name, "finished");
    } catch (const asyncio::CancelledError& exc) {
        log(name, err(exc));
        throw;
    }
}

asyncio::Coroutine<> parent() {
    try {
        co_await asyncio::gather(child("A", 1), child("B", 5), child("C", 6));
    } catch (const asyncio::CancelledError& exc) {
        log("parent", err(exc));
        throw;
    }
}

asyncio::Coroutine<> main_() {
    auto task = asyncio::create_task(parent(), {.name = "parent"});
    co_await asyncio::sleep(2);
    task.cancel("enough");
    log("cancel requested");
    co_await asyncio::wait(task);
    log("parent cancelled", task.cancelled());
}

const Case kCase("gather_cancel_outer", main_);

}  // namespace
}  // namespace conformance::gather_cancel_outer
