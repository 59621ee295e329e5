// What stands for a coroutine of Python's and is no Coroutine<T> here.
#pragma once

namespace asyncio {

template <class T>
class Sleep;
template <class T, class Sent, class R>
class GeneratorAwaitable;

namespace detail {

template <class A>
struct TaskResult {};
template <class T>
struct TaskResult<Sleep<T>> {
    using type = T;
};
template <class T, class Sent, class R>
struct TaskResult<GeneratorAwaitable<T, Sent, R>> {
    using type = R;
};

}  // namespace detail

// Coroutines in Python, and here no Coroutine<T>: sleep(), and the calls of a generator, as anext(). What
// takes a coroutine to make a task of it takes them too.
template <class A>
concept CoroutineLike = requires {
    typename detail::TaskResult<A>::type;
};
template <CoroutineLike A>
using task_result_of = typename detail::TaskResult<A>::type;

}  // namespace asyncio
