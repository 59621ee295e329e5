// Threads and the loop: calls that run in a thread and are awaited, and coroutines that a thread hands in.
#pragma once

#include "engine/base/compiler_faults.h"
#include "engine/loop/context.h"
#include "engine/loop/door.h"
#include "engine/tasks/awaitable.h"
#include "engine/threads/concurrent.h"
#include "engine/waiting/sleep.h"

namespace asyncio {

namespace detail {

std::exception_ptr from_concurrent(const std::exception_ptr& error);

// What a concurrent future resolves, once it is done: the loop keeps that until then, so that it is made,
// changed and destroyed in the loop's thread only.
template <class T>
struct Chained {
    Ref<FutureState<T>> future;
    std::shared_ptr<void> call;  // what the thread calls, if the loop knows
};

template <class T>
void copy_state(const concurrent::Future<T>& source, FutureState<T>& destination) {
    if (destination.cancelled()) return;
    if (destination.done()) throw AssertionError();
    if (source.cancelled()) {
        destination.cancel();
    } else if (const auto error = source.exception()) {
        destination.set_exception(from_concurrent(error));
    } else if constexpr (std::is_void_v<T>) {
        destination.set_result(None{});
    } else {
        destination.set_result(source.result());
    }
}

// asyncio's _chain_future(): `source` done resolves the new future; the new future cancelled cancels
// `source`.
template <class T>
Future<T> chain_future(const concurrent::Future<T>& source, EventLoop& loop, std::shared_ptr<void> call) {
    auto future = make_internal_future<T>(loop, "run_in_executor");
    const auto check_cancel = make_ref<CallbackState>(
        "chain_future",
        [source](const FutureRef& destination) {
            if (destination->cancelled()) source.cancel();
        },
        ObjectKind::callback);
    future->add_callback(*check_cancel);
    const std::uint64_t ticket = loop.keep(std::make_shared<Chained<T>>(Chained<T>{future, std::move(call)}));
    source.add_done_callback([&loop, door = loop.door(), ticket](const concurrent::Future<T>& done) {
        const auto set_state = [&loop, ticket, done] {
            const auto chained = std::static_pointer_cast<Chained<T>>(loop.take_kept(ticket));
            copy_state(done, *chained->future);
        };
        if (running_loop() == &loop)
            set_state();
        else  // the loop that is closed wants nothing any more
            door->hand_over({"set_state", true, set_state, nullptr});
    });
    return Future<T>(future);
}

}  // namespace detail

template <class... Args, class F>
auto EventLoop::run_in_executor(const std::optional<concurrent::ThreadPoolExecutor>& executor, F&& function,
                                Args... arguments) {
    using T = std::remove_cvref_t<detail::result_of_call<std::decay_t<F>&, Args&...>>;
    detail::check_temporary<F>();
    check_usable();
    const concurrent::ThreadPoolExecutor& pool = executor ? *executor : default_executor();
    concurrent::Future<T> future;
    auto call = detail::shared_call<T>(std::forward<F>(function), std::move(arguments)...);
    pool.submit_job([future, call]() mutable { concurrent::detail::run_into(future, call); },
                    [future] { future.cancel(); });
    return detail::chain_future(future, *this, call);
}
template <class... Args, class F>
auto EventLoop::run_in_executor(std::nullptr_t, F&& function, Args... arguments) {
    return run_in_executor(std::optional<concurrent::ThreadPoolExecutor>(), std::forward<F>(function),
                           std::move(arguments)...);
}

namespace detail {

// `function`, called in `context`.
template <class F>
class CallOf {
public:
    CallOf(Context context, F function) : context_(std::move(context)), function_(std::move(function)) {}
    template <class... Args>
    decltype(auto) operator()(Args&... arguments) {
        return context_.run(function_, arguments...);
    }

private:
    Context context_;
    F function_;
};

namespace within {

template <class T, class F, class... Args>
Coroutine<T> to_thread(F function, Args... arguments) {
    auto future = get_running_loop().run_in_executor(nullptr, CallOf<F>(copy_context(), std::move(function)),
                                                     std::move(arguments)...);
    co_return co_await future;
}

}  // namespace within
}  // namespace detail

// `function(arguments...)` in a thread of the default executor, with the caller's context variables; its
// result. Cancelling this does not stop the thread.
template <class... Args, class F = typename detail::MethodMeant<Args...>::type>
auto to_thread(F&& function, Args... arguments) {
    detail::check_temporary<F>();
    using T = std::remove_cvref_t<detail::result_of_call<std::decay_t<F>&, Args&...>>;
    return detail::within::to_thread<T, std::decay_t<F>>(std::forward<F>(function), std::move(arguments)...);
}

// The future of a call in a pool as one that a coroutine can await. Cancelling it cancels the call, if that
// has not begun.
template <class T>
Future<T> wrap_future(const concurrent::Future<T>& future) {
    return detail::chain_future(future, get_running_loop(), nullptr);
}
template <class T>
Future<T> wrap_future(const concurrent::Future<T>& future, EventLoop& loop) {
    return detail::chain_future(future, loop, nullptr);
}
template <class T>
Future<T> wrap_future(const Future<T>& future) {
    return future;
}

namespace detail {

template <class T>
void copy_state(FutureBase& source, const concurrent::Future<T>& destination) {
    if (source.cancelled()) destination.cancel();
    if (!destination.set_running_or_notify_cancel()) return;
    if (const auto error = source.exception())
        destination.set_exception(error);
    else if constexpr (std::is_void_v<T>)
        destination.set_result();
    else
        destination.set_result(**static_cast<std::optional<T>*>(source.slot()));
}

template <class T>
void chain_task(const Future<T>& task, const concurrent::Future<T>& destination, EventLoop& loop) {
    const std::uint64_t ticket = loop.keep(std::make_shared<FutureRef>(task.state()));
    destination.add_done_callback([&loop, door = loop.door(), ticket](const concurrent::Future<T>& done) {
        const auto check_cancel = [&loop, ticket, cancelled = done.cancelled()] {
            const auto kept = std::static_pointer_cast<FutureRef>(loop.take_kept(ticket));
            if (cancelled) (*kept)->cancel();
        };
        if (running_loop() == &loop)
            check_cancel();
        else
            door->hand_over({"cancel", true, check_cancel, nullptr});
    });
    const auto set_state = make_ref<CallbackState>(
        "chain_future", [destination](const FutureRef& source) { copy_state<T>(*source, destination); },
        ObjectKind::callback);
    task.state()->add_callback(*set_state);
}

template <class T, class A>
concurrent::Future<T> run_threadsafe(A awaitable, EventLoop& loop, const std::source_location& where) {
    concurrent::Future<T> future;
    const auto held = std::make_shared<A>(std::move(awaitable));
    loop.hand_over("callback", true, [&loop, future, held, where] {
        try {
            const Task<T> task = loop.create_task(std::move(*held), where);
            detail::chain_task<T>(task, future, loop);
        } catch (...) {
            if (future.set_running_or_notify_cancel()) future.set_exception(std::current_exception());
            throw;
        }
    });
    return future;
}

}  // namespace detail

// Hands a coroutine to `loop`, which runs in another thread, as a task; that thread can wait for its result.
// Cancelling the future cancels the task. `loop` must not go before.
template <class T>
concurrent::Future<T> run_coroutine_threadsafe(Coroutine<T> coroutine, EventLoop& loop,
                                               std::source_location where = std::source_location::current()) {
    return detail::run_threadsafe<T>(std::move(coroutine), loop, where);
}
template <CoroutineLike A>
concurrent::Future<task_result_of<A>> run_coroutine_threadsafe(
    A awaitable, EventLoop& loop, std::source_location where = std::source_location::current()) {
    return detail::run_threadsafe<task_result_of<A>>(std::move(awaitable), loop, where);
}

}  // namespace asyncio
