// Asynchronous generators: closed, thrown into and asked again while they wait, in finally, by others and by
// a timeout.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::agen_closed_midway {
namespace {

using asyncio::anext;
using asyncio::AsyncGenerator;
using asyncio::Coroutine;
using asyncio::create_task;
using asyncio::sleep;
using asyncio::ValueError;

AsyncGenerator<std::string> numbers(std::string name, double rest = 0) {
    std::exception_ptr error;
    try {
        for (int number = 0; number < 3; ++number) {
            co_await sleep(1);
            bool caught = false;
            try {
                co_yield std::to_string(number);
            } catch (const ValueError& exc) {
                log(name, "caught", err(exc));
                caught = true;
            }
            if (caught) co_yield "caught";
        }
    } catch (const asyncio::CancelledError& exc) {
        log(name, "cancelled", err(exc));
        error = std::current_exception();
    } catch (const asyncio::GeneratorExit&) {
        log(name, "told to end");
        error = std::current_exception();
    } catch (...) {
        error = std::current_exception();
    }
    log(name, "cleans up");
    co_await sleep(rest);
    log(name, "is clean");
    if (error) std::rethrow_exception(error);
}

AsyncGenerator<std::string> stubborn() {
    bool told = false;
    try {
        co_yield "1";
    } catch (const asyncio::GeneratorExit&) {
        told = true;
    }
    if (told) co_yield "2";
}

template <class A>
Coroutine<> attempt(std::string what, A awaitable) {
    try {
        log(what, "gave", co_await or_none(std::move(awaitable)));
    } catch (...) {
        log(what, asyncio::repr(std::current_exception()));
    }
}

Coroutine<> limited(AsyncGenerator<std::string> generator, double seconds) {
    co_await asyncio::async_with(asyncio::timeout(seconds), [&]() -> Coroutine<> {
        while (auto number = co_await generator.next()) log("number", *number);
    });
}

Coroutine<> body(AsyncGenerator<std::string> generator) {
    while (auto number = co_await generator.next()) {
        log("number", *number);
        co_await sleep(10);
    }
}

Coroutine<> main_() {
    log("asked while it waits");
    auto generator = numbers("a");
    auto waiting = create_task(anext(generator), {.name = "waiting"});
    co_await sleep(0);
    co_await attempt("second", anext(generator));
    co_await attempt("close", generator.aclose());
    co_await attempt("throw", generator.athrow(ValueError("early")));
    co_await attempt("waiting", waiting);
    co_await attempt("throw", generator.athrow(ValueError("in time")));
    co_await attempt("next", anext(generator));
    co_await attempt("close", generator.aclose());
    co_await attempt("close again", generator.aclose());
    co_await attempt("after", anext(generator));
    co_await attempt("throw after", generator.athrow(ValueError("late")));
    log("cancelled while it waits");
    generator = numbers("b", 1);
    waiting = create_task(anext(generator), {.name = "waiting"});
    co_await sleep(0.5);
    waiting.cancel("stop");
    co_await attempt("waiting", waiting);
    co_await attempt("after", anext(generator));
    log("the close is cancelled");
    generator = numbers("c", 5);
    co_await attempt("first", anext(generator));
    const auto closing = create_task(generator.aclose(), {.name = "closing"});
    co_await sleep(1);
    closing.cancel("enough");
    co_await attempt("closing", closing);
    co_await attempt("close again", generator.aclose());
    log("out of time");
    co_await attempt("limited", limited(numbers("d", 1), 2.5));
    log("never begun");
    co_await attempt("close", numbers("e").aclose());
    generator = numbers("f");
    co_await attempt("throw", generator.athrow(ValueError("unborn")));
    co_await attempt("next", anext(generator));
    log("it goes on");
    generator = stubborn();
    co_await attempt("next", anext(generator));
    co_await attempt("close", generator.aclose());
    log("cancelled while it yields");
    generator = numbers("g");
    const auto task = create_task(body(generator), {.name = "body"});
    co_await sleep(2);
    task.cancel("in the body");
    co_await attempt("body", task);
    co_await attempt("next", anext(generator));
    co_await generator.aclose();
    const auto value = co_await generator.next();
    log("default", "gave", value.value_or("nothing"));
}

const Case kCase("agen_closed_midway", main_);

}  // namespace
}  // namespace conformance::agen_closed_midway
