// What can be awaited, and how anything awaitable becomes a future.
#pragma once

#include "engine/tasks/task.h"

#include <algorithm>
#include <vector>

namespace asyncio {

namespace detail {

// value_type: what awaiting it gives. to_future(): asyncio's ensure_future(). to_task(), of what is
// CoroutineLike: asyncio's create_task().
template <class A>
struct AwaitableTraits;

template <class T>
struct AwaitableTraits<Coroutine<T>> {
    using value_type = T;
    static Task<T> to_future(Coroutine<T> coroutine, const std::source_location& where) {
        return get_event_loop().create_task(std::move(coroutine), {}, where);
    }
};

template <class T>
struct AwaitableTraits<Future<T>> {
    using value_type = T;
    static Future<T> to_future(Future<T> future, const std::source_location&) { return future; }
};

template <class T>
struct AwaitableTraits<Task<T>> {
    using value_type = T;
    static Task<T> to_future(Task<T> task, const std::source_location&) { return task; }
};

template <>
struct AwaitableTraits<AnyTask> {
    using value_type = AnyResult;
    static Future<AnyResult> to_future(const AnyTask& task, const std::source_location&) {
        return Future<AnyResult>(FutureRef(&task.task()));
    }
};

template <>
struct AwaitableTraits<AnyFuture> {
    using value_type = AnyResult;
    static Future<AnyResult> to_future(const AnyFuture& future, const std::source_location&) {
        return Future<AnyResult>(future.state());
    }
};

// A class of the program with `operator co_await()`; Python's __await__(). It may give a future's.
template <class A>
concept OwnAwaitable = std::is_class_v<A> && requires(A& awaitable) {
    awaitable.operator co_await().await_resume();
};

template <OwnAwaitable A>
struct AwaitableTraits<A> {
    using value_type = std::remove_cvref_t<decltype(std::declval<A&>().operator co_await().await_resume())>;
    static Task<value_type> to_future(A awaitable, const std::source_location& where) {
        return get_event_loop().create_task(awaited(std::move(awaitable)), {}, where);
    }
    static Coroutine<value_type> awaited(A awaitable) { co_return co_await awaitable; }
};

// Throws Python's ValueError for one of another loop.
void check_loop(const FutureBase& future, const EventLoop& loop);

}  // namespace detail

// Coroutines, futures, tasks (AnyFuture, AnyTask too), sleep(), and what a program gives an `operator
// co_await()`.
template <class A>
concept Awaitable = requires {
    typename detail::AwaitableTraits<std::remove_cvref_t<A>>::value_type;
};

template <Awaitable A>
using value_of = typename detail::AwaitableTraits<std::remove_cvref_t<A>>::value_type;

namespace detail {

// What ensure_future() makes a task of; the others are futures.
template <class A>
inline constexpr bool becomes_task = true;
template <class T>
inline constexpr bool becomes_task<Future<T>> = false;
template <class T>
inline constexpr bool becomes_task<Task<T>> = false;
template <>
inline constexpr bool becomes_task<AnyTask> = false;
template <>
inline constexpr bool becomes_task<AnyFuture> = false;

}  // namespace detail

namespace detail {

template <class C>
using element_of = std::remove_cvref_t<decltype(*std::declval<C&>().begin())>;

}  // namespace detail

// A container of awaitables of one type that is no vector: a set, a deque, an array; or a view, as
// `names | std::views::transform(work)`, which is gone through once.
template <class C>
concept AwaitableContainer = requires(C& all) {
    all.begin() != all.end();
    requires Awaitable<detail::element_of<C>>;
}
&&!std::is_same_v<C, std::vector<detail::element_of<C>>>;

namespace detail {

// Those of sets that have no order in order of creation. What a view shows of another's stays there.
template <AwaitableContainer C>
auto in_vector(C container) {
    std::vector<element_of<C>> awaitables;
    for (auto&& each : container) {
        if constexpr (requires { typename C::value_type; })
            awaitables.push_back(std::move(each));
        else
            awaitables.push_back(std::forward<decltype(each)>(each));
    }
    if constexpr (requires { typename C::hasher; }) std::sort(awaitables.begin(), awaitables.end());
    return awaitables;
}

}  // namespace detail

// A future or task stays what it is; a coroutine becomes a task. Throws TypeError for an empty one.
template <Awaitable A>
auto ensure_future(A awaitable, std::source_location where = std::source_location::current()) {
    if constexpr (!detail::becomes_task<A>)
        if (!awaitable) throw TypeError("An asyncio.Future, a coroutine or an awaitable is required");
    return detail::AwaitableTraits<A>::to_future(std::move(awaitable), where);
}
// Python's ensure_future(awaitable, loop=loop). Throws ValueError for a future of another loop.
template <Awaitable A>
auto ensure_future(A awaitable, EventLoop& loop,
                   std::source_location where = std::source_location::current()) {
    if constexpr (!detail::becomes_task<A>) {
        const auto future = detail::AwaitableTraits<A>::to_future(std::move(awaitable), where);
        detail::check_loop(*future.state(), loop);
        return future;
    } else if constexpr (requires { detail::AwaitableTraits<A>::awaited(std::move(awaitable)); }) {
        return loop.create_task(detail::AwaitableTraits<A>::awaited(std::move(awaitable)), {}, where);
    } else {
        return loop.create_task(std::move(awaitable), {}, where);
    }
}

template <CoroutineLike A>
Task<task_result_of<A>> EventLoop::create_task(A awaitable, TaskOptions options, std::source_location where) {
    return detail::AwaitableTraits<A>::to_task(*this, std::move(awaitable), options, where);
}
template <CoroutineLike A>
Task<task_result_of<A>> EventLoop::create_task(A awaitable, std::source_location where) {
    return create_task(std::move(awaitable), {}, where);
}

// Python's create_task(sleep(1)), create_task(anext(generator)).
template <CoroutineLike A>
Task<task_result_of<A>> create_task(A awaitable, TaskOptions options = {},
                                    std::source_location where = std::source_location::current()) {
    return get_running_loop().create_task(std::move(awaitable), options, where);
}

}  // namespace asyncio
