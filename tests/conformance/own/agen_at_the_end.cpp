// Async generators whose finally awaits, at breaks, cancellations, athrow(), and the end of the run.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::agen_at_the_end {
namespace {

using namespace asyncio;
using Counter = AsyncGenerator<int, std::string>;

std::vector<Counter> kept;
std::vector<AsyncGenerator<int>> kept_nested;

Counter counter(std::string name, double cleanup, bool stubborn = false) {
    int n = 0;
    std::exception_ptr error;
    try {
        while (true) {
            try {
                auto got = co_yield n;
                log(name, "got", got);
            } catch (const ValueError& exc) {
                log(name, "caught", exc);
                n += 100;
            }
            n += 1;
            co_await sleep(0.5);
        }
    } catch (...) {
        error = std::current_exception();
        log(name, "ends by", err(error));
    }
    log(name, "cleans up");
    co_await sleep(cleanup);
    log(name, "clean");
    if (stubborn) co_yield -1;
    std::rethrow_exception(error);
}

template <class Generator>
Coroutine<int> reads(Generator gen, int limit) {
    while (auto n = co_await gen.next()) {
        log("read", *n);
        if (*n >= limit) break;
    }
    co_return limit;
}

AsyncGenerator<int> nested(Counter gen) {
    while (auto n = co_await gen.next()) {
        struct Finally {
            int n;
            ~Finally() { log("nested leaves", n); }
        } finally{*n};
        co_yield *n * 10;
    }
}

Coroutine<> main_() {
    kept.clear();
    kept_nested.clear();
    auto a = counter("a", 1);
    int one = co_await anext(a);
    auto two = co_await a.asend("x");
    auto three = co_await a.athrow(ValueError("thrown"));
    log(one, two, three);
    co_await reads(a, 103);
    log(co_await a.asend("still alive"));
    co_await a.aclose();
    co_await a.aclose();
    auto over = co_await a.next();
    log(over ? std::to_string(*over) : "over");
    auto b = counter("b", 1);
    auto task = create_task(reads(b, 99), {.name = "reads b"});
    co_await sleep(1.2);
    task.cancel("enough");
    co_await sleep(0.3);
    task.cancel("really");
    auto results = co_await gather(task, return_exceptions);
    log(err(results[0].exception()));
    auto c = counter("c", 0, true);
    co_await anext(c);
    try {
        co_await c.aclose();
    } catch (const RuntimeError& exc) {
        log(err(exc));
    }
    auto d = nested(counter("d", 0));
    try {
        co_await async_with(timeout(1.2), [&]() -> Coroutine<> { co_await reads(d, 500); });
    } catch (const TimeoutError&) {
        log("timeout");
    }
    auto e = counter("e", 0);
    auto first = create_task(anext(e), {.name = "first"});
    co_await sleep(0);
    auto second = create_task(e.asend(None()), {.name = "second"});
    co_await sleep(0);
    auto third = create_task(e.asend(None()), {.name = "third"});
    log(co_await gather(first, second, third, return_exceptions));
    kept.push_back(counter("f", 2));
    kept_nested.push_back(nested(counter("g", 1)));
    kept.push_back(counter("h", 1));
    log(co_await anext(kept[0]));
    log(co_await anext(kept_nested[0]));
    log("main ends");
}

const Case kCase("agen_at_the_end", main_);

}  // namespace
}  // namespace conformance::agen_at_the_end
