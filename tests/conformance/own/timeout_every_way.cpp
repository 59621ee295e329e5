// timeout(): rescheduled in every state, in the past, within each other, around gather, shield and groups.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::timeout_every_way {
namespace {

using asyncio::async_with;
using asyncio::Coroutine;
using asyncio::sleep;
using asyncio::TaskGroup;
using asyncio::timeout;
using asyncio::Timeout;

template <class T>
Coroutine<> attempt(std::string what, asyncio::Task<T> task) {
    try {
        log(what, "gave", co_await or_none(std::move(task)));
    } catch (...) {
        log(what, err(std::current_exception()));
    }
}

Coroutine<> rescheduled_away() {
    auto& loop = asyncio::get_running_loop();
    const Timeout scope = timeout(1);
    co_await async_with(scope, [&]() -> Coroutine<> {
        scope.reschedule(loop.time() + 3);
        co_await sleep(2);
        scope.reschedule(std::nullopt);
        co_await sleep(5);
    });
    log(scope, scope.expired(), scope.when());
}

Coroutine<> rescheduled_into_the_past() {
    auto& loop = asyncio::get_running_loop();
    co_await async_with(timeout(std::nullopt), [&](Timeout& scope) -> Coroutine<> {
        scope.reschedule(loop.time() - 1);
        log(scope.expired());
        co_await sleep(0);
        log("one turn later");
        co_await sleep(1);
    });
}

void try_to_reschedule(const Timeout& scope, double when) {
    try {
        scope.reschedule(when);
    } catch (const asyncio::RuntimeError& exc) {
        log(err(exc));
    }
}

Coroutine<> nothing() { co_return; }

Coroutine<> misuse() {
    const Timeout scope = timeout(1);
    log(scope);
    try_to_reschedule(scope, 2);
    co_await async_with(scope, [&]() -> Coroutine<> {
        try {
            co_await async_with(scope, nothing);
        } catch (const asyncio::RuntimeError& exc) {
            log(err(exc));
        }
    });
    try_to_reschedule(scope, 2);
    const Timeout over = timeout(0);
    try {
        co_await async_with(over, [&]() -> Coroutine<> {
            try {
                co_await sleep(1);
            } catch (const asyncio::CancelledError&) {
                log(over);
                try_to_reschedule(over, 5);
                throw;
            }
        });
    } catch (const asyncio::TimeoutError&) {
        log(over);
        try_to_reschedule(over, 5);
    }
}

Coroutine<> sleeps_5() { co_await sleep(5); }

Coroutine<> inner_catches_outer() {
    co_await async_with(timeout(1), []() -> Coroutine<> {
        try {
            co_await async_with(timeout(2), sleeps_5);
        } catch (const asyncio::TimeoutError&) {
            log("never: the inner one was not due");
        }
    });
}

Coroutine<> outer_after_inner() {
    co_await async_with(timeout(2), []() -> Coroutine<> {
        try {
            co_await async_with(timeout(1), sleeps_5);
        } catch (const asyncio::TimeoutError&) {
            log("inner");
        }
        co_await sleep(5);
    });
}

Coroutine<> cleanup_takes_long() {
    co_await async_with(timeout(1), [](Timeout& scope) -> Coroutine<> {
        std::exception_ptr error;
        try {
            co_await sleep(5);
        } catch (...) {
            error = std::current_exception();
        }
        log("expiring", scope.expired());
        co_await sleep(3);
        log("cleaned up");
        std::rethrow_exception(error);
    });
}

Coroutine<> swallowed_then_error() {
    co_await async_with(timeout(1), []() -> Coroutine<> {
        try {
            co_await sleep(5);
        } catch (const asyncio::CancelledError&) {
            throw asyncio::ValueError("instead");
        }
    });
}

Coroutine<> swallowed_then_uncancelled() {
    const Timeout scope = timeout(1);
    co_await async_with(scope, []() -> Coroutine<> {
        try {
            co_await sleep(5);
        } catch (const asyncio::CancelledError&) {
            asyncio::current_task().uncancel();
        }
        co_await sleep(1);
        log("goes on", asyncio::current_task().cancelling());
    });
    log(scope.expired(), asyncio::current_task().cancelling());
}

Coroutine<> around_gather() {
    co_await async_with(timeout(1), []() -> Coroutine<> {
        co_await asyncio::gather(sleep(2, "a"), sleep(0, "b"), asyncio::return_exceptions);
    });
}

Coroutine<std::string> around_shield() {
    const auto task = asyncio::create_task(sleep(2, "kept"), {.name = "kept"});
    try {
        co_await async_with(timeout(1), [&]() -> Coroutine<> { co_await asyncio::shield(task); });
    } catch (const asyncio::TimeoutError&) {}
    co_return co_await task;
}

Coroutine<> around_group() {
    co_await async_with(timeout(1), []() -> Coroutine<> {
        co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coroutine<> {
            group.create_task(sleep(2), {.name = "a"});
            group.create_task(sleep(0.5), {.name = "b"});
            co_return;
        });
    });
}

Coroutine<> in_group() {
    co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coroutine<> {
        group.create_task(around_gather(), {.name = "limited"});
        co_await sleep(5);
    });
}

Coroutine<std::string> result_in_the_same_instant() {
    auto& loop = asyncio::get_running_loop();
    const auto future = loop.create_future<std::string>();
    loop.call_later(1, asyncio::named("", [=] { future.set_result("late"); }));
    co_return co_await async_with(timeout(1), [&]() -> Coroutine<std::string> { co_return co_await future; });
}

Coroutine<> main_() {
#define ATTEMPT(function) co_await attempt(#function, asyncio::create_task(function(), {.name = #function}))
    ATTEMPT(rescheduled_away);
    ATTEMPT(rescheduled_into_the_past);
    ATTEMPT(misuse);
    ATTEMPT(inner_catches_outer);
    ATTEMPT(outer_after_inner);
    ATTEMPT(cleanup_takes_long);
    ATTEMPT(swallowed_then_error);
    ATTEMPT(swallowed_then_uncancelled);
    ATTEMPT(around_gather);
    ATTEMPT(around_shield);
    ATTEMPT(around_group);
    ATTEMPT(in_group);
    ATTEMPT(result_in_the_same_instant);
#undef ATTEMPT
}

const Case kCase("timeout_every_way", main_);

}  // namespace
}  // namespace conformance::timeout_every_way
