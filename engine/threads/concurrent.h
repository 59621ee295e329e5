// Python's concurrent.futures, as far as asyncio uses it: results that threads wait for, and pools of
// threads.
#pragma once

#include "engine/base/errors.h"
#include "engine/base/repr.h"
#include "engine/loop/callback.h"
#include "engine/system/monitor.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <source_location>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace asyncio::detail {

// A call that is shared but made once. It may hold what cannot be copied.
template <class T, class F, class... Args>
std::shared_ptr<std::function<T()>> shared_call(F function, Args... arguments) {
    auto bound = std::make_shared<std::tuple<F, Args...>>(std::move(function), std::move(arguments)...);
    return std::make_shared<std::function<T()>>([bound]() -> T {
        return std::apply([](F& f, Args&... each) -> T { return static_cast<T>(call(f, each...)); }, *bound);
    });
}

}  // namespace asyncio::detail

namespace asyncio::concurrent {

using asyncio::TimeoutError;

class Error : public Exception {
    using Exception::Exception;
};
// Unlike asyncio's, an Exception, as in Python.
class CancelledError : public Error {
    using Error::Error;
};
class InvalidStateError : public Error {
    using Error::Error;
};

template <class T>
class Future;

namespace detail {

using asyncio::detail::stored_t;

// The untyped part of a Future. Any thread may call anything.
class FutureBase {
public:
    enum class State : std::uint8_t { pending, running, cancelled, finished };

    virtual ~FutureBase() = default;
    State state() {
        return monitor_.locked([&] { return state_; });
    }
    bool done() { return is_done(state()); }
    bool cancel();
    bool set_running_or_notify_cancel();
    // Throws TimeoutError after `timeout` seconds, CancelledError if cancelled.
    std::exception_ptr exception(std::optional<double> timeout, const std::source_location& where);
    void set_exception(std::exception_ptr error);
    void add_callback(std::function<void()> callback);

protected:
    static bool is_done(State state) { return state == State::cancelled || state == State::finished; }
    // `store()` under the lock, then it is finished. Throws InvalidStateError if it is done.
    void finish(const std::function<void()>& store);

private:
    void call_callbacks();

    asyncio::detail::Monitor monitor_;
    State state_ = State::pending;
    std::exception_ptr error_;
    std::vector<std::function<void()>> callbacks_;
};

template <class T>
class FutureState final : public FutureBase {
public:
    void set_result(stored_t<T> value) {
        finish([&] { value_.emplace(std::move(value)); });
    }
    // Once it is finished nobody writes any more.
    const stored_t<T>& value() const { return *value_; }

private:
    std::optional<stored_t<T>> value_;
};

}  // namespace detail

// The keyword argument: future.result({.timeout = 3}). Seconds.
struct ResultOptions {
    std::optional<double> timeout = std::nullopt;
};

// A result that a thread can wait for. A handle: copies refer to the same. All of it may be used in any
// thread.
template <class T = void>
class Future {
public:
    using value_type = T;

    Future() : state_(std::make_shared<detail::FutureState<T>>()) {}

    // False if it runs or is done: a thread at work cannot be stopped.
    bool cancel() const { return state_->cancel(); }
    bool cancelled() const { return state_->state() == State::cancelled; }
    bool running() const { return state_->state() == State::running; }
    bool done() const { return state_->done(); }
    // Blocks until it is done; throws what the call threw, TimeoutError after `timeout` seconds, or
    // CancelledError.
    T result(std::optional<double> timeout = std::nullopt,
             std::source_location where = std::source_location::current()) const {
        if (const auto error = state_->exception(timeout, where)) std::rethrow_exception(error);
        if constexpr (!std::is_void_v<T>) return state_->value();
    }
    T result(ResultOptions options, std::source_location where = std::source_location::current()) const {
        return result(options.timeout, where);
    }
    using MeantAsCallback = T (Future::*)(std::optional<double>, std::source_location) const;
    // The same for the exception; null for a result.
    std::exception_ptr exception(std::optional<double> timeout = std::nullopt,
                                 std::source_location where = std::source_location::current()) const {
        return state_->exception(timeout, where);
    }
    std::exception_ptr exception(ResultOptions options,
                                 std::source_location where = std::source_location::current()) const {
        return exception(options.timeout, where);
    }
    // `callback(future)` or `callback()` is called by the thread that ends it; at once if it is done.
    template <class F>
    void add_done_callback(F callback) const {
        // The future holds its callbacks: they must not hold it.
        state_->add_callback([weak = std::weak_ptr(state_), f = std::move(callback)]() mutable {
            if constexpr (std::is_invocable_v<F&, Future>)
                f(Future(weak.lock()));
            else
                f();
        });
    }

    // For executors. False if it was cancelled: then nothing is to be done.
    bool set_running_or_notify_cancel() const { return state_->set_running_or_notify_cancel(); }
    // One for each T, so that &concurrent::Future<int>::set_result can be given to call_later().
    void set_result(detail::stored_t<T> value = none()) const { state_->set_result(std::move(value)); }
    void set_exception(asyncio::GivenException error) const {
        state_->set_exception(std::move(error).take());
    }

    friend bool operator==(const Future&, const Future&) = default;

private:
    using State = detail::FutureBase::State;
    explicit Future(std::shared_ptr<detail::FutureState<T>> state) : state_(std::move(state)) {}
    static None none() requires std::is_void_v<T> { return {}; }
    std::shared_ptr<detail::FutureState<T>> state_;
};

namespace detail {

class ThreadPool;

// `function()` into `future`, unless that was cancelled. What the function holds is gone before anybody
// knows.
template <class T, class F>
void run_into(const Future<T>& future, F& function) {
    if (!future.set_running_or_notify_cancel()) return;
    std::exception_ptr error;
    try {
        if constexpr (std::is_void_v<T>) {
            (*std::exchange(function, {}))();
            return future.set_result();
        } else {
            auto value = (*std::exchange(function, {}))();
            return future.set_result(std::move(value));
        }
    } catch (...) {
        error = std::current_exception();
    }
    future.set_exception(std::move(error));
}

}  // namespace detail

// Keyword arguments: ThreadPoolExecutor({.max_workers = 4}).
struct PoolOptions {
    std::optional<int> max_workers = std::nullopt;
    std::string thread_name_prefix = {};
};

// ... pool.shutdown({.wait = false, .cancel_futures = true}).
struct PoolShutdownOptions {
    bool wait = true;
    bool cancel_futures = false;
};

// A pool of threads that are started as they are needed. A handle; when the last one goes, it waits for what
// was submitted, as Python's `with ThreadPoolExecutor() as pool` does.
class ThreadPoolExecutor {
public:
    // Default: min(32, processors + 4), and 32 in a program on a virtual clock, which must not depend on the
    // machine. Throws ValueError if it is not positive.
    explicit ThreadPoolExecutor(std::optional<int> max_workers = std::nullopt,
                                const std::string& thread_name_prefix = {});
    explicit ThreadPoolExecutor(const PoolOptions& options)
        : ThreadPoolExecutor(options.max_workers, options.thread_name_prefix) {}

    // `function(arguments...)` in one of the threads. Throws RuntimeError after shutdown().
    template <class... Args, class F = typename asyncio::detail::MethodMeant<Args...>::type>
    auto submit(F function, Args... arguments) const {
        using T = std::remove_cvref_t<asyncio::detail::result_of_call<F&, Args&...>>;
        Future<T> future;
        auto call = asyncio::detail::shared_call<T>(std::move(function), std::move(arguments)...);
        submit_job([future, call = std::move(call)]() mutable { detail::run_into(future, call); },
                   [future] { future.cancel(); });
        return future;
    }
    // No more calls; `wait`: until those that are there have ended; `cancel_futures`: those that have not
    // begun are cancelled.
    void shutdown(bool wait = true, bool cancel_futures = false) const;
    void shutdown(PoolShutdownOptions options) const { shutdown(options.wait, options.cancel_futures); }

    void submit_job(std::function<void()> run, std::function<void()> cancel) const;
    friend bool operator==(const ThreadPoolExecutor&, const ThreadPoolExecutor&) = default;

private:
    std::shared_ptr<detail::ThreadPool> pool_;
};

}  // namespace asyncio::concurrent
