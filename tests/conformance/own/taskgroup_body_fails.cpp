// TaskGroup: the body's own error is listed last; a KeyboardInterrupt of a child comes out alone, once all
// are done.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::taskgroup_body_fails {
namespace {

asyncio::Coroutine<> slow(std::string name) {
    try {
        co_await asyncio::sleep(10);
    } catch (const asyncio::CancelledError&) {
        throw asyncio::ValueError(name);
    }
}

asyncio::Coroutine<> quick() {
    throw asyncio::ValueError("quick");
    co_return;
}

asyncio::Coroutine<> body_fails() {
    co_await asyncio::async_with(asyncio::TaskGroup(), [](asyncio::TaskGroup& group) -> asyncio::Coroutine<> {
        group.create_task(slow("A"), {.name = "A"});
        group.create_task(quick(), {.name = "quick"});
        group.create_task(slow("B"), {.name = "B"});
        auto task = asyncio::create_task(asyncio::sleep(1));
        try {
            co_await task;
        } catch (...) {}
        throw asyncio::KeyError("body");
    });
}

asyncio::Coroutine<> cancels_itself(asyncio::TaskGroup group) {
    group.create_task(slow("C"), {.name = "C"});
    co_await asyncio::sleep(1);
    throw asyncio::CancelledError("by hand");
}

asyncio::Coroutine<> cancels_fine(asyncio::TaskGroup group) {
    group.create_task(asyncio::sleep(1), {.name = "fine"});
    co_await asyncio::sleep(0);
    throw asyncio::CancelledError("by hand");
}

asyncio::Coroutine<> main_() {
    try {
        co_await body_fails();
    } catch (const asyncio::ExceptionGroup& exc) {
        log(err(exc), exc.exceptions().size());
        const auto [match, rest] = exc.split<asyncio::KeyError>();
        log(err(match), "|", err(rest), "|", exc.subgroup<asyncio::OSError>());
    }
    try {
        co_await asyncio::async_with(asyncio::TaskGroup(), cancels_itself);
    } catch (...) {
        log(asyncio::repr(std::current_exception()));
    }
    try {
        co_await asyncio::async_with(asyncio::TaskGroup(), cancels_fine);
    } catch (...) {
        log(asyncio::repr(std::current_exception()));
    }
}

const Case kCase("taskgroup_body_fails", main_);

}  // namespace
}  // namespace conformance::taskgroup_body_fails
