// wait(): watch several futures without taking their results or cancelling them.
#pragma once

#include "engine/tasks/awaitable.h"
#include "engine/tasks/future_list.h"

#include <concepts>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace asyncio {

enum class ReturnWhen { all_completed, first_completed, first_exception };
inline constexpr ReturnWhen ALL_COMPLETED = ReturnWhen::all_completed;
inline constexpr ReturnWhen FIRST_COMPLETED = ReturnWhen::first_completed;
inline constexpr ReturnWhen FIRST_EXCEPTION = ReturnWhen::first_exception;
// Texts in Python.
std::string str(ReturnWhen mode);
std::string repr(ReturnWhen mode);

// Trivial on purpose: see TaskOptions.
struct WaitOptions {
    // Seconds; nullopt: no limit. Nothing is cancelled, and nothing raised, when it comes.
    std::optional<double> timeout = std::nullopt;
    ReturnWhen return_when = ReturnWhen::all_completed;
};

// What wait() gives, each in the order of the arguments: `auto [done, pending] = co_await wait(tasks);`
template <class F>
struct WaitResult {
private:
    using Set = std::set<F>;
    using Ignored = decltype(std::ignore);
    template <class T>
    static constexpr bool kTaken =
        std::is_base_of_v<T, FutureList<F>> || std::is_same_v<T, Set> || std::is_same_v<const T, Ignored>;

public:
    WaitResult() = default;
    FutureList<F> done, pending;
    // `std::tie(done, pending) = co_await wait(pending)`, of FutureLists, std::vectors, std::sets or
    // std::ignore.
    template <class Done, class Pending>
    requires(kTaken<Done>&& kTaken<Pending>) operator std::tuple<Done&, Pending&>() {
        return {taken<Done>(done, done_set_), taken<Pending>(pending, pending_set_)};
    }
    std::string repr() const { return asyncio::repr(std::tie(done, pending)); }
    template <std::size_t I>
    const FutureList<F>& get() const& noexcept {
        return I == 0 ? done : pending;
    }
    template <std::size_t I>
    FutureList<F>& get() & noexcept {
        return I == 0 ? done : pending;
    }
    template <std::size_t I>
    FutureList<F>&& get() && noexcept {
        return std::move(I == 0 ? done : pending);
    }

private:
    template <class T>
    static T& taken(FutureList<F>& list, Set& set) {
        if constexpr (std::is_same_v<const T, Ignored>) {
            return std::ignore;
        } else if constexpr (std::is_same_v<T, Set>) {
            set = list;
            return set;
        } else {
            return list;
        }
    }
    Set done_set_, pending_set_;  // of the tie only
};

}  // namespace asyncio

template <class F>
struct std::tuple_size<asyncio::WaitResult<F>> : std::integral_constant<std::size_t, 2> {};
template <std::size_t I, class F>
struct std::tuple_element<I, asyncio::WaitResult<F>> {
    using type = asyncio::FutureList<F>;
};

namespace asyncio {

namespace detail {

inline FutureRef state_of(const AnyTask& task) { return task ? FutureRef(&task.task()) : FutureRef(); }
template <class T>
FutureRef state_of(const Future<T>& future) {
    return future.state();
}

inline FutureRef state_of(const AnyFuture& future) { return future.state(); }

// Waits until as many of `futures`, which are all different, are done as `options` asks for.
Coroutine<> wait_until(std::vector<FutureRef> futures, WaitOptions options);

}  // namespace detail

// Waits for futures, tasks, AnyFutures or AnyTasks; always for two turns at least. Throws ValueError if there
// are none.
template <class F>
Coroutine<WaitResult<F>> wait(std::vector<F> futures, WaitOptions options = {}) {
    std::vector<F> unique;
    std::vector<detail::FutureRef> states;
    for (F& future : futures) {
        detail::FutureRef state = detail::state_of(future);
        if (state && !state->mark(true)) continue;
        states.push_back(std::move(state));
        unique.push_back(std::move(future));
    }
    for (const detail::FutureRef& state : states)
        if (state) state->mark(false);
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

template <AwaitableContainer C>
auto wait(C futures, WaitOptions options = {}) {
    return asyncio::wait(detail::in_vector(std::move(futures)), options);
}

namespace detail {

// One type for arguments of several: tasks and futures of one type of result are futures of that.
template <class First, class... Rest>
struct CommonFuture {
    using type = AnyFuture;
};
template <class T, class... Rest>
requires(std::is_convertible_v<Rest, Future<T>>&&...) struct CommonFuture<Future<T>, Rest...> {
    using type = Future<T>;
};
template <class T, class... Rest>
requires(std::is_convertible_v<Rest, Future<T>>&&...) struct CommonFuture<Task<T>, Rest...> {
    using type = Future<T>;
};
template <class First, class... Rest>
using WaitedAs = std::conditional_t<
    (std::is_same_v<First, Rest> && ...), First,
    std::conditional_t<std::is_convertible_v<First, AnyTask> && (std::is_convertible_v<Rest, AnyTask> && ...),
                       AnyTask, typename CommonFuture<First, Rest...>::type>>;

// What wait() refuses.
template <class A>
inline constexpr bool needs_task = Awaitable<A>&& becomes_task<A>;

template <class First, class... Rest>
auto wait_each(WaitOptions options, First first, Rest... rest) {
    if constexpr (needs_task<First> || (needs_task<Rest> || ...)) {
        const auto close = [](auto& each) {
            if constexpr (requires { each.close(); }) each.close();
        };
        close(first);
        (close(rest), ...);
        return asyncio::wait(std::vector<Coroutine<>>(), options);
    } else {
        using F = WaitedAs<First, Rest...>;
        return asyncio::wait(std::vector<F>{F(std::move(first)), F(std::move(rest))...}, options);
    }
}

}  // namespace detail

// wait({a, b}): what g++ 12 takes of a list in a co_await expression. The results have no type.
class WaitList {
public:
    template <class... As>
    requires(std::is_convertible_v<const As&, AnyFuture>&&...) WaitList(const As&... futures) {
        (futures_.push_back(AnyFuture(futures)), ...);
    }
    std::vector<AnyFuture> futures() && { return std::move(futures_); }

private:
    std::vector<AnyFuture> futures_;
};
inline Coroutine<WaitResult<AnyFuture>> wait(WaitList list, WaitOptions options = {}) {
    return asyncio::wait(std::move(list).futures(), options);
}

// wait(a, b, …), as g++ 12 takes no std::vector{a, b} in a co_await expression; up to eight with options:
// wait(a, b, {.timeout = 1}). Of several types, the results are AnyTasks, or AnyFutures.
template <Awaitable A>
auto wait(A a, WaitOptions options = {}) {
    return detail::wait_each(options, std::move(a));
}
template <Awaitable A, Awaitable B>
auto wait(A a, B b, WaitOptions options = {}) {
    return detail::wait_each(options, std::move(a), std::move(b));
}
template <Awaitable A, Awaitable B, Awaitable C>
auto wait(A a, B b, C c, WaitOptions options = {}) {
    return detail::wait_each(options, std::move(a), std::move(b), std::move(c));
}
template <Awaitable A, Awaitable B, Awaitable C, Awaitable D>
auto wait(A a, B b, C c, D d, WaitOptions options = {}) {
    return detail::wait_each(options, std::move(a), std::move(b), std::move(c), std::move(d));
}
template <Awaitable A, Awaitable B, Awaitable C, Awaitable D, Awaitable E>
auto wait(A a, B b, C c, D d, E e, WaitOptions options = {}) {
    return detail::wait_each(options, std::move(a), std::move(b), std::move(c), std::move(d), std::move(e));
}
template <Awaitable A, Awaitable B, Awaitable C, Awaitable D, Awaitable E, Awaitable F>
auto wait(A a, B b, C c, D d, E e, F f, WaitOptions options = {}) {
    return detail::wait_each(options, std::move(a), std::move(b), std::move(c), std::move(d), std::move(e),
                             std::move(f));
}
template <Awaitable A, Awaitable B, Awaitable C, Awaitable D, Awaitable E, Awaitable F, Awaitable G>
auto wait(A a, B b, C c, D d, E e, F f, G g, WaitOptions options = {}) {
    return detail::wait_each(options, std::move(a), std::move(b), std::move(c), std::move(d), std::move(e),
                             std::move(f), std::move(g));
}
template <Awaitable A, Awaitable B, Awaitable C, Awaitable D, Awaitable E, Awaitable F, Awaitable G,
          Awaitable H>
auto wait(A a, B b, C c, D d, E e, F f, G g, H h, WaitOptions options = {}) {
    return detail::wait_each(options, std::move(a), std::move(b), std::move(c), std::move(d), std::move(e),
                             std::move(f), std::move(g), std::move(h));
}
template <Awaitable A, Awaitable B, Awaitable C, Awaitable D, Awaitable E, Awaitable F, Awaitable G,
          Awaitable H, Awaitable I, Awaitable... More>
auto wait(A a, B b, C c, D d, E e, F f, G g, H h, I i, More... more) {
    return detail::wait_each({}, std::move(a), std::move(b), std::move(c), std::move(d), std::move(e),
                             std::move(f), std::move(g), std::move(h), std::move(i), std::move(more)...);
}

}  // namespace asyncio
