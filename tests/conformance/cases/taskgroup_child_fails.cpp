// TaskGroup: one failing child cancels the others and the body; ExceptionGroup comes out.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::taskgroup_child_fails {
namespace {

asyncio::Coroutine<> child(std::string name, double delay, bool fails = false) {
    try {
        co_await asyncio::sleep(delay);
    } catch (const asyncio::CancelledError&) {
        log(name, "cancelled");
        throw;
    }
    log(name, "ends");
    if (fails) throw asyncio::ValueError(name);
}

asyncio::Coroutine<> main_() {
    try {
        co_await asyncio::async_with(
            asyncio::TaskGroup(), [](asyncio::TaskGroup& group) -> asyncio::Coroutine<> {
                group.create_task(child("A", 1), {.name = "A"});
                group.create_task(child("B", 2, true), {.name = "B"});
                group.create_task(child("C", 3), {.name = "C"});
                try {
                    co_await asyncio::sleep(10);
                } catch (const asyncio::CancelledError&) {
                    log("body cancelled, cancelling()", asyncio::current_task().cancelling());
                    throw;
                }
            });
    } catch (const asyncio::ExceptionGroup& exc) {
        log(err(exc), "|", exc.message(), "| cancelling()", asyncio::current_task().cancelling());
    }
}

const Case kCase("taskgroup_child_fails", main_);

}  // namespace
}  // namespace conformance::taskgroup_child_fails
