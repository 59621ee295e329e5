// Asynchronous generators: thrown into and closed while a `finally` yields or waits, from two tasks at once,
// while one runs.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::agen_thrown_into_finally {
namespace {

using namespace asyncio;

AsyncGenerator<std::string> tidy(std::string name, double delay = 1) {
    std::exception_ptr error;
    try {
        co_yield name;
        co_yield name + "!";
    } catch (...) {
        error = std::current_exception();
    }
    log(name, "tidies");
    co_await sleep(delay);
    log(name, "tidy");
    if (error) std::rethrow_exception(error);
}

AsyncGenerator<int> yields_in_finally() {
    std::exception_ptr error;
    try {
        co_yield 1;
    } catch (...) {
        error = std::current_exception();
    }
    try {
        co_yield 2;
    } catch (const ValueError& exc) {
        log("in finally", err(exc));
    }
    log("after");
    if (error) std::rethrow_exception(error);
}

AsyncGenerator<std::string> translates() {
    while (true) {
        try {
            co_yield "ready";
        } catch (const KeyError& exc) {
            log("translates", err(exc));
            raise_from(ValueError("from key"), std::current_exception());
        } catch (const StopAsyncIteration& exc) {
            log("sees", err(exc));
            throw;
        }
    }
}

template <class A>
Coroutine<> attempt(std::string label, A awaitable) {
    try {
        log(label, "gave", co_await or_none(std::move(awaitable)));
    } catch (...) {
        const auto error = std::current_exception();
        log(label, err(error), repr(cause_of(error)));
    }
}

Coroutine<> thrown_in_finally() {
    auto generator = yields_in_finally();
    co_await attempt("next", anext(generator));
    co_await attempt("athrow", generator.athrow(KeyError("first")));
    co_await attempt("athrow", generator.athrow(ValueError("second")));
    co_await attempt("next", anext(generator));
    generator = yields_in_finally();
    co_await attempt("next", anext(generator));
    co_await attempt("aclose", generator.aclose());
    co_await attempt("next", anext(generator));
    co_await attempt("aclose", generator.aclose());
}

template <class E>
Coroutine<> translated_from(E error) {
    const auto generator = translates();
    co_await attempt("next", anext(generator));
    co_await attempt("athrow", generator.athrow(error));
    co_await attempt("next", anext(generator));
}

Coroutine<> translated() {
    co_await translated_from(KeyError("key"));
    co_await translated_from(StopAsyncIteration("stop"));
    co_await translated_from(CancelledError("by hand"));
    co_await translated_from(GeneratorExit());
}

Coroutine<> cancelled_while_tidying() {
    const auto generator = tidy("a", 5);
    co_await attempt("next", anext(generator));
    auto task = create_task(generator.aclose(), {.name = "closer"});
    co_await sleep(1);
    task.cancel("enough");
    co_await attempt("closer", task);
    co_await attempt("next", anext(generator));
}

Coroutine<> two_at_once() {
    const auto generator = tidy("b", 2);
    co_await attempt("next", anext(generator));
    auto close_1 = create_task(attempt("close 1", generator.aclose()));
    auto close_2 = create_task(attempt("close 2", generator.aclose()));
    auto next = create_task(attempt("next", anext(generator)));
    auto athrow = create_task(attempt("throw", generator.athrow(ValueError("late"))));
    co_await wait(close_1, close_2, next, athrow);
    co_await attempt("close 3", generator.aclose());
}

Coroutine<> out_of_time() {
    const auto generator = tidy("c", 3);
    while (const auto item = co_await generator.next()) {
        log(*item);
        break;
    }
    co_await attempt("limit", wait_for(generator.aclose(), 1));
    co_await attempt("next", anext(generator, std::string("default")));
}

Coroutine<> never_started() {
    auto generator = tidy("d");
    co_await attempt("athrow", generator.athrow(ValueError("at once")));
    co_await attempt("next", anext(generator));
    generator = tidy("e");
    co_await attempt("aclose", generator.aclose());
    co_await attempt("next", anext(generator));
    co_await attempt("asend", generator.asend(None()));
}

Coroutine<> main_() {
    log("thrown_in_finally");
    co_await thrown_in_finally();
    log("translated");
    co_await translated();
    log("cancelled_while_tidying");
    co_await cancelled_while_tidying();
    log("two_at_once");
    co_await two_at_once();
    log("out_of_time");
    co_await out_of_time();
    log("never_started");
    co_await never_started();
}

const Case kCase("agen_thrown_into_finally", main_);

}  // namespace
}  // namespace conformance::agen_thrown_into_finally
