// wait(): watch several futures without taking their results or cancelling them.
#pragma once

#include "engine/awaitable.h"

#include <algorithm>
#include <concepts>
#include <optional>
#include <vector>

namespace asyncio {

enum class ReturnWhen { all_completed, first_completed, first_exception };
inline constexpr ReturnWhen ALL_COMPLETED = ReturnWhen::all_completed;
inline constexpr ReturnWhen FIRST_COMPLETED = ReturnWhen::first_completed;
inline constexpr ReturnWhen FIRST_EXCEPTION = ReturnWhen::first_exception;

// Trivial on purpose: see TaskOptions.
struct WaitOptions {
    // Seconds; nullopt: no limit. Nothing is cancelled, and nothing raised, when it comes.
    std::optional<double> timeout = std::nullopt;
    ReturnWhen return_when = ReturnWhen::all_completed;
};

// What wait() gives, each in the order of the arguments: `auto [done, pending] = co_await wait(tasks);`
template <class F>
struct WaitResult {
    WaitResult() = default;
    std::vector<F> done, pending;
};

namespace detail {

inline FutureRef state_of(const AnyTask& task) { return FutureRef(&task.task()); }
template <class T>
FutureRef state_of(const Future<T>& future) {
    return future.state();
}

// Waits until as many of `futures`, which are all different, are done as `options` asks for.
Coroutine<> wait_until(std::vector<FutureRef> futures, WaitOptions options);

}  // namespace detail

// Waits for futures, tasks or AnyTasks; always for two turns at least. Throws ValueError if there are none.
template <class F>
Coroutine<WaitResult<F>> wait(std::vector<F> futures, WaitOptions options = {}) {
    std::vector<F> unique;
    std::vector<detail::FutureRef> states;
    for (F& future : futures) {
        if (std::find(unique.begin(), unique.end(), future) != unique.end()) continue;
        states.push_back(detail::state_of(future));
        unique.push_back(std::move(future));
    }
    co_await detail::wait_until(std::move(states), options);
    WaitResult<F> result;
    for (F& future : unique) (future.done() ? result.done : result.pending).push_back(std::move(future));
    co_return result;
}

// Coroutines are refused: throws TypeError, as Python does.
template <class T>
Coroutine<WaitResult<Task<T>>> wait(std::vector<Coroutine<T>> coroutines, WaitOptions = {}) {
    for (Coroutine<T>& each : coroutines) each.close();
    throw TypeError("Passing coroutines is forbidden, use tasks explicitly.");
    co_return WaitResult<Task<T>>();
}

// wait(a, b, …) of one type: g++ 12 takes no std::vector{a, b} in a co_await expression.
template <class F, std::same_as<F>... Rest>
requires Awaitable<F> || std::same_as<F, AnyTask> Coroutine<WaitResult<F>> wait(F first, Rest... rest) {
    return wait(std::vector<F>{std::move(first), std::move(rest)...});
}

}  // namespace asyncio
