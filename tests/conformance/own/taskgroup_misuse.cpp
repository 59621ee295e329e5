// TaskGroup: entered twice, used before, after and while it shuts down; refused coroutines do not warn.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::taskgroup_misuse {
namespace {

asyncio::Coroutine<> work(double delay, bool fails = false) {
    std::exception_ptr error;
    try {
        co_await asyncio::sleep(delay);
    } catch (const asyncio::CancelledError&) {
        error = std::current_exception();
    }
    if (error) {
        co_await asyncio::sleep(1);
        std::rethrow_exception(error);
    }
    if (fails) throw asyncio::ValueError("work");
}

void refused(const asyncio::TaskGroup& group) {
    try {
        group.create_task(work(1), {.name = "refused"});
    } catch (const asyncio::RuntimeError& exc) {
        log(err(exc));
    }
}

asyncio::Coroutine<> body(asyncio::TaskGroup group) {
    log(group);
    group.create_task(work(1, true), {.name = "fails"});
    group.create_task(work(5), {.name = "slow"});
    log(group);
    try {
        co_await group.aenter();
    } catch (const asyncio::RuntimeError& exc) {
        log(err(exc));
    }
    try {
        co_await asyncio::sleep(9);
    } catch (...) {
        log(group);
        refused(group);
        throw;
    }
    log(group);
    refused(group);
}

asyncio::Coroutine<> main_() {
    asyncio::TaskGroup group;
    log(group);
    refused(group);
    try {
        co_await asyncio::async_with(group, body);
    } catch (const asyncio::ExceptionGroup& exc) {
        log(err(exc), "|", exc, "|", asyncio::repr(exc));
    }
    try {
        co_await asyncio::async_with(group, []() -> asyncio::Coroutine<> {
            log("never printed");
            co_return;
        });
    } catch (const asyncio::RuntimeError& exc) {
        log("entered again:", exc.type_name());
    }
    group = asyncio::TaskGroup();
    auto nothing = []() -> asyncio::Coroutine<> { co_return; };
    co_await asyncio::async_with(group, nothing);
    refused(group);
}

const Case kCase("taskgroup_misuse", main_);

}  // namespace
}  // namespace conformance::taskgroup_misuse
