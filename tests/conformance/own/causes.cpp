// What __cause__ says: limits, StopIteration in a future, raise from; across tasks, gather and groups.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::causes {
namespace {

using asyncio::cause_of;
using asyncio::Coroutine;
using asyncio::create_task;
using asyncio::repr;

std::string why(const std::exception_ptr& exc) { return repr(exc) + " from " + repr(cause_of(exc)); }

Coroutine<> slow() { co_await asyncio::sleep(5); }

Coroutine<> limited() {
    co_await asyncio::async_with(asyncio::timeout(1), []() -> Coroutine<> { co_await slow(); });
}

Coroutine<> renames() {
    try {
        co_await asyncio::wait_for(slow(), 1);
    } catch (const asyncio::TimeoutError&) {
        asyncio::raise_from(asyncio::RuntimeError("too slow"), std::current_exception());
    }
}

Coroutine<> cleans(std::exception_ptr error) {
    try {
        co_await slow();
    } catch (const asyncio::CancelledError& exc) {
        asyncio::raise_from(error, exc);
    }
}

template <class A>
Coroutine<> attempt(std::string name, A awaitable) {
    try {
        co_await std::move(awaitable);
    } catch (...) {
        const std::exception_ptr exc = std::current_exception();
        log(name, why(exc));
        if (cause_of(exc)) log(name, why(cause_of(exc)));
    }
}

Coroutine<> main_() {
    auto& loop = asyncio::get_running_loop();
    co_await attempt("timeout", limited());
    co_await attempt("task", create_task(limited(), {.name = "limited"}));
    co_await attempt("wait_for", asyncio::wait_for(slow(), 1));
    co_await attempt("at once", asyncio::wait_for(slow(), 0));
    co_await attempt("future", asyncio::wait_for(loop.create_future(), 1));
    co_await attempt("renamed", renames());
    co_await attempt("gather", asyncio::gather(renames(), slow()));
    const std::vector<asyncio::Task<>> tasks(1, create_task(slow(), {.name = "each"}));
    for (auto each : asyncio::as_completed(tasks, {.timeout = 1}))
        co_await attempt("as_completed", std::move(each));
    auto future = loop.create_future();
    future.set_exception(asyncio::StopIteration("stop"));
    co_await attempt("StopIteration", future);
    future = loop.create_future();
    future.set_exception(asyncio::StopIteration());
    log(future);
    log(why(future.exception()));
    future = loop.create_future();
    future.set_exception(asyncio::ValueError());
    co_await attempt("a class", future);
    try {
        co_await asyncio::async_with(asyncio::TaskGroup(), [](asyncio::TaskGroup& group) -> Coroutine<> {
            group.create_task(renames(), {.name = "renames"});
            group.create_task(limited(), {.name = "limited"});
            co_return;
        });
    } catch (const asyncio::ExceptionGroup& group) {
        log(err(group), repr(group.cause()));
        for (const auto& exc : group.exceptions()) log(why(exc));
    }
    try {
        try {
            throw asyncio::KeyError("low");
        } catch (const asyncio::KeyError&) {
            asyncio::raise_from(asyncio::LookupError("high"), std::current_exception());
        }
    } catch (const asyncio::LookupError& exc) {
        log(why(std::current_exception()), why(exc.cause()));
    }
    try {
        asyncio::raise_from(asyncio::LookupError("none"), nullptr);
    } catch (const asyncio::LookupError&) {
        log(why(std::current_exception()));
    }
    const auto given = std::make_exception_ptr(asyncio::OSError("given"));
    co_await attempt("given", asyncio::wait_for(cleans(given), 1));
    log(why(given));
}

const Case kCase("causes", main_);

}  // namespace
}  // namespace conformance::causes
