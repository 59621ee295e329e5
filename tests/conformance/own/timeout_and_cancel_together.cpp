// timeout() and cancel() of the same turn, in either order and within each other: what comes out, and the
// counts.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::timeout_and_cancel_together {
namespace {

using asyncio::async_with;
using asyncio::Coroutine;
using asyncio::create_task;
using asyncio::current_task;
using asyncio::sleep;
using asyncio::Timeout;

template <class Work>
Coroutine<> limited(std::string name, double delay, Work work) {
    const auto me = current_task();
    std::optional<Timeout> scope;
    std::exception_ptr cancelled;
    try {
        co_await async_with(asyncio::timeout(delay), [&](Timeout& entered) -> Coroutine<> {
            scope = entered;
            co_await std::move(work);
        });
        log(name, "left", scope->expired(), me.cancelling());
    } catch (const asyncio::CancelledError& exc) {
        log(name, err(exc), scope->expired(), me.cancelling());
        throw;
    } catch (const asyncio::Exception& exc) {
        log(name, err(exc), scope->expired(), me.cancelling());
    }
    co_await sleep(0);
    log(name, "goes on");
}

Coroutine<> stubborn(double delay, double rest) {
    bool swallowed = false;
    try {
        co_await sleep(delay);
    } catch (const asyncio::CancelledError& exc) {
        log("swallowed", err(exc));
        swallowed = true;
    }
    if (swallowed) co_await sleep(rest);
}

Coroutine<> raises_instead(double delay) {
    try {
        co_await sleep(delay);
    } catch (const asyncio::CancelledError&) {
        throw asyncio::ValueError("instead");
    }
}

Coroutine<> nested(double outer, double inner) {
    Timeout first = asyncio::timeout(outer);
    Timeout second = asyncio::timeout(inner);
    try {
        co_await async_with(first, [&]() -> Coroutine<> {
            bool timed_out = false;
            try {
                co_await async_with(second, []() -> Coroutine<> { co_await sleep(10); });
            } catch (const asyncio::TimeoutError&) {
                timed_out = true;
            }
            if (timed_out) {
                log("inner", first.expired(), second.expired());
                co_await sleep(1);
                log("inner slept");
            }
        });
    } catch (const asyncio::TimeoutError&) {
        log("outer", first.expired(), second.expired(), current_task().cancelling());
    }
}

Coroutine<> main_() {
    auto& loop = asyncio::get_running_loop();
    auto task = create_task(limited("A", 1, sleep(5)), {.name = "A"});
    loop.call_later(1, asyncio::named("", [task] { task.cancel("later"); }));
    co_await asyncio::wait(task);
    task = create_task(sleep(0), {.name = "Z"});
    co_await task;
    const auto handle = loop.call_later(1, [&] { task.cancel("before"); });
    task = create_task(limited("B", 1, sleep(5)), {.name = "B"});
    co_await asyncio::wait(task);
    log(handle.when(), handle.cancelled(), task.cancelled());
    co_await limited("C", 1, stubborn(3, 0));
    co_await limited("D", 1, stubborn(3, 2));
    co_await limited("E", 1, raises_instead(3));
    task = create_task(limited("F", 2, stubborn(5, 5)), {.name = "F"});
    co_await sleep(1);
    task.cancel("outside");
    co_await asyncio::wait(task);
    co_await nested(2, 1);
    co_await nested(2.5, 1);
    co_await nested(1, 2);
    co_await nested(1, 1);
    task = create_task(nested(1, 3), {.name = "G"});
    co_await sleep(1);
    const bool asked = task.cancel("G");
    log("in the turn of the limit", asked, task.cancelling());
    co_await asyncio::wait(task);
    log(task.cancelled());
    const Timeout scope = asyncio::timeout(0);
    try {
        co_await async_with(scope, [&]() -> Coroutine<> {
            log(scope);
            co_await sleep(0);
            log("one turn");
            co_await sleep(0);
            log("never");
        });
    } catch (const asyncio::TimeoutError& exc) {
        log(err(exc), exc.args(), scope);
    }
    try {
        co_await async_with(asyncio::timeout(5), []() -> Coroutine<> {
            throw asyncio::TimeoutError("mine");
            co_return;
        });
    } catch (const asyncio::TimeoutError& exc) {
        log(err(exc));
    }
    try {
        co_await async_with(asyncio::timeout(5), []() -> Coroutine<> {
            throw asyncio::CancelledError("by hand");
            co_return;
        });
    } catch (const asyncio::CancelledError& exc) {
        log(err(exc), current_task().cancelling());
    }
}

const Case kCase("timeout_and_cancel_together", main_);

}  // namespace
}  // namespace conformance::timeout_and_cancel_together
