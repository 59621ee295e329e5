// aclosing(): a generator is closed when its block is left, by a break, an error or a cancellation.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::agen_aclosing {
namespace {

asyncio::AsyncGenerator<int> numbers(int n) {
    std::exception_ptr error;
    try {
        for (int i = 0; i < n; ++i) {
            co_await asyncio::sleep(1);
            co_yield i;
        }
    } catch (...) {
        error = std::current_exception();
    }
    log("closing");
    co_await asyncio::sleep(1);
    log("closed");
    if (error) std::rethrow_exception(error);
}

using Numbers = asyncio::AsyncGenerator<int>;

asyncio::Coroutine<> up_to_one(Numbers generator) {
    while (const auto i = co_await generator.next()) {
        log(*i);
        if (*i == 1) break;
    }
}

asyncio::Coroutine<> raises(Numbers generator) {
    log(co_await asyncio::anext(generator));
    throw asyncio::ValueError("in the block");
}

asyncio::Coroutine<> all(Numbers generator) {
    while (const auto i = co_await generator.next()) log(*i);
}

asyncio::Coroutine<> main_() {
    co_await asyncio::async_with(asyncio::aclosing(numbers(5)), up_to_one);
    log("after the block");
    try {
        co_await asyncio::async_with(asyncio::aclosing(numbers(5)), raises);
    } catch (const asyncio::ValueError& exc) {
        log(err(exc));
    }
    const auto body = []() -> asyncio::Coroutine<> {
        co_await asyncio::async_with(asyncio::aclosing(numbers(5)), all);
    };
    try {
        co_await asyncio::async_with(asyncio::timeout(2.5), body);
    } catch (const asyncio::TimeoutError&) {
        log("timeout");
    }
}

const Case kCase("agen_aclosing", main_);

}  // namespace
}  // namespace conformance::agen_aclosing
