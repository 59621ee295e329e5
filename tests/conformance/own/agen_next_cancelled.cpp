// Tasks of anext(), asend() and aclose(), cancelled before their first step, while they wait, and after the
// end.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::agen_next_cancelled {
namespace {

using asyncio::anext;
using asyncio::Coroutine;
using asyncio::create_task;
using asyncio::sleep;
using Generator = asyncio::AsyncGenerator<std::string>;

Generator numbers(std::string name) {
    std::exception_ptr error;
    try {
        for (int number = 0; number < 3; ++number) {
            co_await sleep(1);
            try {
                co_yield std::to_string(number);
            } catch (const asyncio::CancelledError& exc) {
                log(name, "at its yield", err(exc));
                throw;
            }
        }
    } catch (...) {
        error = std::current_exception();
    }
    log(name, "ends");
    if (error) std::rethrow_exception(error);
}

template <class A>
Coroutine<> attempt(std::string what, A awaitable) {
    try {
        log(what, "gave", co_await std::move(awaitable));
    } catch (...) {
        log(what, asyncio::repr(std::current_exception()));
    }
}

template <class T>
Coroutine<> cancelled(std::string what, asyncio::Task<T> task, int turns) {
    for (int i = 0; i < turns; ++i) co_await sleep(0);
    log(what, turns, task.cancel("no"));
    co_await asyncio::wait(task);
    log(outcome(task));
}

Coroutine<> main_() {
    for (int turns = 0; turns < 3; ++turns) {
        const std::string number = std::to_string(turns);
        const auto fresh = numbers("fresh " + number);
        co_await cancelled("anext", create_task(anext(fresh), {.name = "anext"}), turns);
        co_await attempt("after", anext(fresh));
        const auto begun = numbers("begun " + number);
        co_await attempt("first", anext(begun));
        co_await cancelled("anext", create_task(anext(begun), {.name = "anext"}), turns);
        co_await attempt("after", anext(begun));
        const auto sent = numbers("sent " + number);
        co_await attempt("first", anext(sent));
        co_await cancelled("asend", create_task(sent.asend(asyncio::None()), {.name = "asend"}), turns);
        co_await attempt("after", anext(sent));
        const auto closed = numbers("closed " + number);
        co_await attempt("first", anext(closed));
        co_await cancelled("aclose", create_task(closed.aclose(), {.name = "aclose"}), turns);
        co_await attempt("after", anext(closed));
    }
    const auto late = numbers("limit");
    co_await attempt("limited", asyncio::wait_for(anext(late), 0.5));
    co_await attempt("after", anext(late));
    const auto zero = numbers("zero");
    co_await attempt("first", anext(zero));
    co_await attempt("no time", asyncio::wait_for(anext(zero), 0));
    co_await attempt("after", anext(zero));
    const auto both = numbers("gather");
    co_await attempt("gather", asyncio::gather(anext(both), anext(both), asyncio::return_exceptions));
    co_await both.aclose();
}

const Case kCase("agen_next_cancelled", main_);

}  // namespace
}  // namespace conformance::agen_next_cancelled
