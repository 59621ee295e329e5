// sleep(): a timer and a future.
#pragma once

#include "engine/base/compiler_faults.h"
#include "engine/tasks/awaitable.h"

#include <optional>
#include <type_traits>
#include <utility>

namespace asyncio {

namespace detail {

// The future of a sleep, and the timer that resolves it.
class SleepState final : public FutureBase {
public:
    SleepState(EventLoop& loop, double delay);
    void run(FutureBase*) override;
    std::string_view call_name() const noexcept override { return "sleep"; }
    void cancel_timer() noexcept;

    std::string result_repr() const override { return "None"; }
    void* slot() override { return nullptr; }
};

// Awaited for less than no time, sleep() is a bare yield; else it waits for a SleepState.
class SleepAwaiter {
public:
    explicit SleepAwaiter(double delay) noexcept : delay_(delay <= 0 ? 0 : delay) {}
    SleepAwaiter(SleepAwaiter&&) noexcept = default;
    ~SleepAwaiter() { stop_timer(); }

    // Python's coro.close(), for one that was not awaited: it cannot be any more.
    void close() noexcept { delay_ = kClosed; }
    bool used() const noexcept { return task_ || delay_ == kClosed; }
    std::string repr() const { return "<coroutine object sleep>"; }

    // What an await works with: also a variable can be awaited, once. (g++ 12 would copy it.)
    class ByReference {
    public:
        explicit ByReference(SleepAwaiter& sleep) noexcept : sleep_(sleep) {}
        bool await_ready() { return sleep_.await_ready(); }
        template <class P>
        void await_suspend(std::coroutine_handle<P> coroutine) {
            sleep_.await_suspend(coroutine);
        }

    protected:
        SleepAwaiter& sleep_;
    };

    bool await_ready() {
        if (used()) throw_reused_coroutine();
        if (delay_ != 0) start_timer();
        return false;
    }
    template <class P>
    void await_suspend(std::coroutine_handle<P> coroutine) {
        task_ = coroutine.promise().task;
        if (state_) task_->suspend_on(*state_);
    }

protected:
    [[gnu::always_inline]] void finish() {
        stop_timer();
        if (task_) task_->throw_pending();
    }

private:
    void start_timer();
    void stop_timer() noexcept {
        if (state_) state_->cancel_timer();
    }
    static constexpr double kClosed = -1;
    double delay_;  // none: 0
    TaskBase* task_ = nullptr;
    Ref<SleepState> state_;
};

}  // namespace detail

// Made by sleep(). Awaitable once; where asyncio takes a coroutine it becomes one.
template <class T = void>
class Sleep : public detail::SleepAwaiter {
public:
    Sleep(double delay, T result) : SleepAwaiter(delay), result_(std::move(result)) {}
    [[gnu::always_inline]] T await_resume() {
        finish();
        return std::move(result_);
    }
    struct ByReference : SleepAwaiter::ByReference {
        using SleepAwaiter::ByReference::ByReference;
        [[gnu::always_inline]] T await_resume() { return static_cast<Sleep&>(sleep_).await_resume(); }
    };
    ByReference operator co_await() & noexcept { return ByReference(*this); }
    ByReference operator co_await() && noexcept { return ByReference(*this); }

private:
    T result_;
};
template <>
class Sleep<void> : public detail::SleepAwaiter {
public:
    using SleepAwaiter::SleepAwaiter;
    [[gnu::always_inline]] void await_resume() { finish(); }
    struct ByReference : SleepAwaiter::ByReference {
        using SleepAwaiter::ByReference::ByReference;
        [[gnu::always_inline]] void await_resume() { static_cast<Sleep&>(sleep_).await_resume(); }
    };
    ByReference operator co_await() & noexcept { return ByReference(*this); }
    ByReference operator co_await() && noexcept { return ByReference(*this); }
};

// Suspends the task for `delay` seconds; 0 or less is a bare yield: others take their turn, no time passes.
// Throws ValueError for NaN.
// A template, so that with `using namespace asyncio` it is a better match than the C library's sleep().
template <class Number>
requires std::is_arithmetic_v<Number>
[[nodiscard("await it")]] Sleep<> sleep(Number delay) { return Sleep<>(static_cast<double>(delay)); }
// ... and then gives `result`.
template <class T>
[[nodiscard("await it")]] Sleep<std::decay_t<T>> sleep(double delay, T&& result) {
    detail::check_temporary<T>();
    return Sleep<std::decay_t<T>>(delay, std::forward<T>(result));
}
[[nodiscard("await it")]] inline Sleep<std::string> sleep(double delay, const char* result) {
    return Sleep<std::string>(delay, result);
}

namespace detail {

// Of the name that Python's has: a task of it shows as `sleep()`.
namespace as_coroutine {
template <class T>
Coroutine<T> sleep(Sleep<T> awaitable) {
    co_return co_await std::move(awaitable);
}
}  // namespace as_coroutine

template <class T>
struct AwaitableTraits<Sleep<T>> {
    using value_type = T;
    static Task<T> to_task(EventLoop& loop, Sleep<T> sleep, TaskOptions options,
                           const std::source_location& where) {
        const bool used = sleep.used();
        auto coroutine = as_coroutine::sleep(std::move(sleep));
        if (used) coroutine.close();  // so that the task fails even if it is cancelled before
        return loop.create_task(std::move(coroutine), options, where);
    }
    static Task<T> to_future(Sleep<T> sleep, const std::source_location& where) {
        return to_task(get_event_loop(), std::move(sleep), {}, where);
    }
};

}  // namespace detail

}  // namespace asyncio
