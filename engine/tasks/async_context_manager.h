// asynccontextmanager(): Python's contextlib.asynccontextmanager, for async_with().
#pragma once

#include "engine/tasks/async_generator.h"

#include <exception>
#include <utility>

namespace asyncio {

namespace detail {

template <class T, class Sent>
class GeneratorManager {
public:
    explicit GeneratorManager(AsyncGenerator<T, Sent> generator) : generator_(std::move(generator)) {}
    Coroutine<T> aenter() const { return enter(generator_); }
    Coroutine<> aexit(std::exception_ptr error) const { return leave(generator_, std::move(error)); }

private:
    static Coroutine<T> enter(AsyncGenerator<T, Sent> generator) {
        auto value = co_await generator.next();
        if (!value) throw RuntimeError("generator didn't yield");
        co_return std::move(*value);
    }
    static Coroutine<> leave(AsyncGenerator<T, Sent> generator, std::exception_ptr error) {
        const auto more = co_await go_on(generator, error);
        if (!more) co_return;
        co_await generator.aclose();
        throw RuntimeError(error ? "generator didn't stop after athrow()" : "generator didn't stop");
    }
    // To its next co_yield, if it has one more.
    static Coroutine<std::optional<T>> go_on(AsyncGenerator<T, Sent> generator, std::exception_ptr error) {
        if (!error) co_return co_await generator.next();
        try {
            co_return co_await generator.athrow(error);
        } catch (const StopAsyncIteration&) {
            co_return std::nullopt;  // it caught the error and ended
        } catch (const RuntimeError& raised) {
            if (raised.cause() == error) std::rethrow_exception(error);  // a StopAsyncIteration of the body
            throw;
        }
    }

    AsyncGenerator<T, Sent> generator_;
};

}  // namespace detail

// A generator with one co_yield as a manager: what is before it enters, the value is what the body takes,
// what is after it leaves. The body's exception is raised at the co_yield; a generator that catches it and
// ends swallows it.
//     co_await async_with(asynccontextmanager(connected(host)), [&](Connection connection) -> Coroutine<> { …
//     });
template <class T, class Sent>
auto asynccontextmanager(AsyncGenerator<T, Sent> generator) {
    return detail::GeneratorManager<T, Sent>(std::move(generator));
}

}  // namespace asyncio
