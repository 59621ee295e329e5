// TaskGroup: a failing inner group fails the outer one, as one nested error; counts come back to 0.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::taskgroup_nested {
namespace {

asyncio::Coroutine<> fails(std::string name, double delay) {
    co_await asyncio::sleep(delay);
    throw asyncio::ValueError(name);
}

asyncio::Coroutine<> slow(std::string name) {
    try {
        co_await asyncio::sleep(10);
    } catch (const asyncio::CancelledError&) {
        log(name, "cancelled");
        throw asyncio::TypeError(name);
    }
}

asyncio::Coroutine<> inner() {
    co_await asyncio::async_with(asyncio::TaskGroup(), [](asyncio::TaskGroup& group) -> asyncio::Coroutine<> {
        group.create_task(fails("A", 1), {.name = "A"});
        group.create_task(slow("B"), {.name = "B"});
        co_return;
    });
}

asyncio::Coroutine<> with_one(asyncio::TaskGroup group) {
    group.create_task(slow("D"), {.name = "D"});
    co_return;
}

asyncio::Coroutine<> main_() {
    std::exception_ptr error;
    try {
        co_await asyncio::async_with(asyncio::TaskGroup(),
                                     [](asyncio::TaskGroup& outer) -> asyncio::Coroutine<> {
                                         outer.create_task(inner(), {.name = "inner"});
                                         outer.create_task(slow("C"), {.name = "C"});
                                         co_await asyncio::async_with(asyncio::TaskGroup(), with_one);
                                     });
    } catch (...) {
        error = std::current_exception();
    }
    asyncio::except_star(error, asyncio::on<asyncio::TypeError>([](const asyncio::BaseExceptionGroup& group) {
                             log("types", err(group));
                         }),
                         asyncio::on<asyncio::ValueError>(
                             [](const asyncio::BaseExceptionGroup& group) { log("values", err(group)); }));
    log("cancelling()", asyncio::current_task().cancelling());
    co_await asyncio::sleep(1);
    log("end");
}

const Case kCase("taskgroup_nested", main_);

}  // namespace
}  // namespace conformance::taskgroup_nested
