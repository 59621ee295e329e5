// Groups in limits in groups: who is cancelled by what, in which order, and whose error comes out.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::taskgroup_and_timeouts {
namespace {

using asyncio::async_with;
using asyncio::Coroutine;
using asyncio::current_task;
using asyncio::sleep;
using asyncio::TaskGroup;
using asyncio::timeout;
using asyncio::TimeoutError;

Coroutine<std::string> work(std::string name, double delay, double clean = 0,
                            std::exception_ptr exc = nullptr) {
    std::exception_ptr cancelled;
    try {
        co_await sleep(delay);
        if (exc) std::rethrow_exception(exc);
        log(name, "done");
        co_return name;
    } catch (const asyncio::CancelledError& error) {
        log(name, err(error));
        cancelled = std::current_exception();
    }
    co_await sleep(clean);
    std::rethrow_exception(cancelled);
}

Coroutine<> group_in_limit(double limit, double clean) {
    co_await async_with(timeout(limit), [&]() -> Coroutine<> {
        co_await async_with(TaskGroup(), [&](TaskGroup& group) -> Coroutine<> {
            group.create_task(work("a", 1), {.name = "a"});
            group.create_task(work("b", 3, clean), {.name = "b"});
            co_await work("body", 0);
        });
    });
}

Coroutine<> limit_in_group() {
    co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coroutine<> {
        group.create_task(work("c", 3), {.name = "c"});
        try {
            co_await async_with(timeout(1), []() -> Coroutine<> { co_await work("inside", 5); });
        } catch (const TimeoutError&) {
            log("inside is out of time");
        }
        co_await work("after", 1);
    });
}

Coroutine<> limit_fails_group() {
    co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coroutine<> {
        group.create_task(work("d", 3, 1), {.name = "d"});
        co_await async_with(timeout(1), []() -> Coroutine<> { co_await work("inside", 5); });
    });
}

Coroutine<> child_fails_in_limit(double at) {
    const asyncio::Timeout scope = timeout(1);
    co_await async_with(scope, [&]() -> Coroutine<> {
        co_await async_with(TaskGroup(), [&](TaskGroup& group) -> Coroutine<> {
            const auto exc = std::make_exception_ptr(asyncio::ValueError("e"));
            group.create_task(work("e", at, 0, exc), {.name = "e"});
            group.create_task(work("f", 5, 1), {.name = "f"});
            co_return;
        });
    });
    log(scope.expired());
}

Coroutine<> child_has_limit() {
    co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coroutine<> {
        const auto limited = group.create_task(asyncio::wait_for(work("g", 5), 1), {.name = "g"});
        std::exception_ptr error;
        try {
            co_await group.create_task(work("h", 2), {.name = "h"});
        } catch (...) {
            error = std::current_exception();
        }
        log(outcome(limited), current_task().cancelling());
        if (error) std::rethrow_exception(error);
    });
}

Coroutine<> limit_in_finally() {
    std::exception_ptr error;
    try {
        co_await work("i", 5);
    } catch (...) {
        error = std::current_exception();
    }
    try {
        co_await async_with(timeout(1), []() -> Coroutine<> { co_await work("cleanup", 5); });
    } catch (const TimeoutError& exc) {
        log("cleanup", err(exc), current_task().cancelling());
    }
    if (error) std::rethrow_exception(error);
}

Coroutine<int> swallowed_then_limit() {
    const auto me = current_task();
    try {
        co_await sleep(5);
    } catch (const asyncio::CancelledError&) {
        log("swallowed", me.cancelling());
    }
    try {
        co_await async_with(timeout(1), []() -> Coroutine<> { co_await work("j", 5); });
    } catch (const TimeoutError& exc) {
        const int before = me.cancelling();
        log(err(exc), before, me.uncancel());
    }
    co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coroutine<> {
        group.create_task(work("k", 1), {.name = "k"});
        co_return;
    });
    co_return me.cancelling();
}

template <class T>
Coroutine<> attempt(std::string name, Coroutine<T> coroutine, std::optional<double> cancel_after = {}) {
    log(name);
    const auto task = asyncio::create_task(std::move(coroutine), {.name = name});
    if (cancel_after) {
        co_await sleep(*cancel_after);
        const bool asked = task.cancel("outside");
        log("cancel", asked, task.cancelling());
    }
    co_await asyncio::wait(task);
    log(outcome(task), task.cancelling());
}

Coroutine<> main_() {
    co_await attempt("in time", group_in_limit(4, 0));
    co_await attempt("out of time", group_in_limit(2, 0));
    co_await attempt("slow to clean", group_in_limit(2, 2));
    co_await attempt("cancelled", group_in_limit(5, 1), 2);
    co_await attempt("cancelled with the limit", group_in_limit(2, 1), 2);
    co_await attempt("limit in group", limit_in_group());
    co_await attempt("limit in group, cancelled", limit_in_group(), 1);
    co_await attempt("limit fails group", limit_fails_group());
    co_await attempt("child fails at 0.5", child_fails_in_limit(0.5));
    co_await attempt("child fails at 1", child_fails_in_limit(1));
    co_await attempt("child fails at 0", child_fails_in_limit(0));
    co_await attempt("child fails, cancelled", child_fails_in_limit(0.5), 0.5);
    co_await attempt("child has limit", child_has_limit());
    co_await attempt("limit in finally", limit_in_finally(), 1);
    co_await attempt("swallowed", swallowed_then_limit(), 1);
}

const Case kCase("taskgroup_and_timeouts", main_);

}  // namespace
}  // namespace conformance::taskgroup_and_timeouts
