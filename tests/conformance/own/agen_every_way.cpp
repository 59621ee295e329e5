// Asynchronous generators: asend, athrow, aclose, twice and at the wrong time, cancelled, left unfinished.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::agen_every_way {
namespace {

using asyncio::anext;
using asyncio::AsyncGenerator;
using asyncio::Coroutine;
using asyncio::create_task;
using asyncio::sleep;
using Counter = AsyncGenerator<int, std::string>;

Counter counter(std::string name) {
    std::exception_ptr error;
    try {
        for (int i = 0; i < 3; ++i) {
            try {
                const std::optional<std::string> got = co_yield i;
                log(name, "got", got);
            } catch (const asyncio::ValueError& exc) {
                log(name, "thrown", err(exc));
            }
        }
    } catch (...) {
        error = std::current_exception();
    }
    co_await sleep(1);
    log(name, "cleaned up");
    if (error) std::rethrow_exception(error);
}

AsyncGenerator<std::string> waits() {
    co_yield "first";
    co_await sleep(5);
    co_yield "second";
}

AsyncGenerator<int> stubborn() {
    try {
        co_yield 1;
    } catch (const asyncio::GeneratorExit&) {}
    co_yield 2;
}

AsyncGenerator<int> fails() {
    co_yield 1;
    throw asyncio::ValueError("generator");
}

template <class A>
Coroutine<> attempt(std::string what, A awaitable) {
    try {
        log(what, co_await or_none(std::move(awaitable)));
    } catch (...) {
        log(what, err(std::current_exception()));
    }
}

std::optional<Counter> kept;

Coroutine<> main_() {
    auto generator = counter("A");
    co_await attempt("next", anext(generator));
    co_await attempt("asend", generator.asend("x"));
    co_await attempt("athrow", generator.athrow(asyncio::ValueError("y")));
    co_await attempt("next", anext(generator));
    co_await attempt("next", anext(generator));
    co_await attempt("asend", generator.asend("z"));
    co_await attempt("aclose", generator.aclose());

    generator = counter("B");
    co_await attempt("athrow first", generator.athrow(asyncio::KeyError("early")));
    co_await attempt("next", anext(generator));

    generator = counter("C");
    co_await attempt("asend first", generator.asend("value"));
    co_await attempt("next", anext(generator));
    co_await attempt("aclose", generator.aclose());
    co_await attempt("aclose", generator.aclose());
    co_await attempt("next", anext(generator));

    generator = counter("D");
    co_await attempt("aclose first", generator.aclose());
    co_await attempt("next", anext(generator));

    const auto ignores = stubborn();
    co_await attempt("next", anext(ignores));
    co_await attempt("aclose", ignores.aclose());

    const auto failing = fails();
    co_await attempt("next", anext(failing));
    co_await attempt("next", anext(failing));
    co_await attempt("next", anext(failing));

    const auto waiting = waits();
    co_await attempt("next", anext(waiting));
    const auto task = create_task(attempt("in task", anext(waiting)), {.name = "T"});
    co_await sleep(1);
    log(waiting.ag_running());
    co_await attempt("second next", anext(waiting));
    co_await attempt("aclose", waiting.aclose());
    task.cancel("enough");
    co_await task;
    co_await attempt("next", anext(waiting));

    generator = counter("E");
    co_await attempt("in time", asyncio::wait_for(anext(generator), 1));
    const auto closer = create_task(generator.aclose(), {.name = "closer"});
    co_await sleep(0.5);
    closer.cancel();
    co_await asyncio::wait(closer);
    log(closer.cancelled());
    co_await attempt("next", anext(generator));

    generator = counter("F");
    while (const auto i = co_await generator.next()) {
        log("item", *i);
        if (*i == 1) break;
    }
    log("left");
    generator = {};
    co_await sleep(2);
    kept = counter("G");
    log(co_await anext(*kept));
    log("end");
}

const Case kCase("agen_every_way", main_);

}  // namespace
}  // namespace conformance::agen_every_way
