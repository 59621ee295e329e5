// Classes with next(): looped over, asked by anext(), in tasks; and what StopIteration becomes where a
// coroutine or generator raises it.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::iterators_of_ones_own {
namespace {

using asyncio::anext;
using asyncio::AsyncGenerator;
using asyncio::Coroutine;
using asyncio::create_task;
using asyncio::repr;

class Ticker {
public:
    explicit Ticker(int count) : count_(count) {}
    Coroutine<std::optional<int>> next() {
        if (number_ >= count_) co_return std::nullopt;
        ++number_;
        co_await asyncio::sleep(1);
        co_return number_;
    }

private:
    int number_ = 0, count_;
};

template <class A>
Coroutine<> attempt(std::string what, A awaitable) {
    try {
        log(what, "gave", co_await or_none(std::move(awaitable)));
    } catch (const asyncio::Exception& error) {
        log(what, repr(error), repr(error.cause()));
    }
}

Coroutine<> asked() {
    Ticker two(2);
    while (auto number = co_await two.next()) log("loop", *number);
    Ticker ticker(4);
    const int first = co_await anext(ticker), second = co_await anext(ticker);
    log(first, second);
    log(co_await create_task(anext(ticker), {.name = "third"}));
    const int fourth = co_await anext(ticker, 0), fifth = co_await anext(ticker, 0);
    log(fourth, fifth);
    co_await attempt("at the end", anext(ticker));
    co_await attempt("fresh", anext(Ticker(1)));
    co_await attempt("limited", asyncio::wait_for(anext(Ticker(1)), 0.5));
}

Coroutine<> stops() {
    throw asyncio::StopIteration("enough");
    co_return;
}

AsyncGenerator<int> generator_stops() {
    co_yield 1;
    throw asyncio::StopIteration("enough");
}

Coroutine<> stopped() {
    co_await attempt("coroutine", stops());
    co_await attempt("task", create_task(stops(), {.name = "stops"}));
    auto generator = generator_stops();
    co_await attempt("first", anext(generator));
    co_await attempt("second", anext(generator));
    co_await attempt("third", anext(generator));
}

Coroutine<> main_() {
    co_await asked();
    co_await stopped();
}

const Case kCase("iterators_of_ones_own", main_);

}  // namespace
}  // namespace conformance::iterators_of_ones_own
