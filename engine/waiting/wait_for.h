// wait_for(): a limit for one awaitable.
#pragma once

#include "engine/base/compiler_faults.h"
#include "engine/tasks/async_with.h"
#include "engine/waiting/timeout.h"

namespace asyncio {

namespace detail {

// Cancels `future` and waits until it is done, whatever it makes of that. Throws TimeoutError if its result
// is CancelledError: that of a gather is, although the gather is not cancelled().
Coroutine<> cancel_and_wait(FutureRef future);

namespace within {

template <class A>
Coroutine<value_of<A>> wait_for(A awaitable, std::optional<double> timeout) {
    using T = value_of<A>;
    std::exception_ptr error;
    std::optional<detail::stored_t<T>> value;
    if (timeout && *timeout <= 0) {
        const Future<T> future = ensure_future(std::move(awaitable));
        if (!future.done()) co_await detail::cancel_and_wait(future.state());
        if constexpr (std::is_void_v<T>) {
            future.result();
            co_return;
        } else {
            co_return future.result();
        }
    }
    Timeout limit = asyncio::timeout(timeout);
    limit.enter();
    detail::AbandonGuard<Timeout> guard(limit);
    try {
        if constexpr (std::is_void_v<T>)
            co_await std::move(awaitable);
        else
            value.emplace(co_await std::move(awaitable));
    } catch (...) {
        error = std::current_exception();
    }
    guard.dismiss();
    limit.leave(error);
    if constexpr (!std::is_void_v<T>) co_return std::move(*value);
}

}  // namespace within
}  // namespace detail

// Awaits `awaitable`, but at most `timeout` seconds (nullopt: no limit); then it is cancelled, and
// TimeoutError raised. 3.12+: a coroutine runs inside the caller's task; no task is made unless `timeout` <=
// 0. Ignores the awaitable its cancellation, then its result or exception comes out, late.
template <Awaitable A>
Coroutine<value_of<A>> wait_for(A&& awaitable, std::optional<double> timeout) {
    detail::check_temporary<A>();
    return detail::within::wait_for<std::remove_cvref_t<A>>(std::forward<A>(awaitable), timeout);
}

// Trivial on purpose: see TaskOptions.
struct WaitForOptions {
    std::optional<double> timeout;
};
// wait_for(work(), {.timeout = 1})
template <Awaitable A>
Coroutine<value_of<A>> wait_for(A&& awaitable, WaitForOptions options) {
    return wait_for(std::forward<A>(awaitable), options.timeout);
}

}  // namespace asyncio
