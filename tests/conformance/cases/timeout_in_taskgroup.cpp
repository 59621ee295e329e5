// timeout() around a TaskGroup: the children are cancelled, TimeoutError comes out.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::timeout_in_taskgroup {
namespace {

asyncio::Coroutine<> child(std::string name, double cleanup) {
    std::exception_ptr error;
    try {
        co_await asyncio::sleep(10);
    } catch (...) {
        error = std::current_exception();
    }
    co_await asyncio::sleep(cleanup);
    log(name, "cleaned up");
    if (error) std::rethrow_exception(error);
}

asyncio::Coroutine<> limited() {
    co_await asyncio::async_with(asyncio::TaskGroup(), [](asyncio::TaskGroup& group) -> asyncio::Coroutine<> {
        group.create_task(child("A", 2), {.name = "A"});
        group.create_task(child("B", 1), {.name = "B"});
        co_return;
    });
}

asyncio::Coroutine<> main_() {
    try {
        co_await asyncio::async_with(asyncio::timeout(1), limited);
    } catch (const asyncio::TimeoutError&) {
        log("TimeoutError, cancelling()", asyncio::current_task().cancelling());
    }
}

const Case kCase("timeout_in_taskgroup", main_);

}  // namespace
}  // namespace conformance::timeout_in_taskgroup
