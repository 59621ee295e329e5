// Futures: a result that comes later, and who waits for it.
#pragma once

#include "engine/tasks/done_callbacks.h"
#include "engine/tasks/future_base.h"

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace asyncio {

namespace detail {

// A future with room for a T.
template <class T>
class FutureState : public ListedFuture {
public:
    explicit FutureState(EventLoop& loop, ObjectKind kind = ObjectKind::future) : ListedFuture(loop, kind) {}

    std::string result_repr() const override { return value_ ? repr_or_object(*value_) : "None"; }
    std::string result_str() const override { return value_ ? asyncio::str(*value_) : "None"; }
    void* slot() override { return &value_; }

    void set_result(stored_t<T> value, const std::source_location& where = {}) {
        if (done()) throw InvalidStateError("invalid state");
        value_.emplace(std::move(value));
        finish_with_result(where);
    }

private:
    std::optional<stored_t<T>> value_;
};

// Makes a future of asyncio's own, named after the function that makes it.
template <class T>
Ref<FutureState<T>> make_internal_future(EventLoop& loop, std::string_view name);

// The value of a future of type T, or of one whose type is not known.
template <class T>
T value_of_future(FutureBase& future) {
    return **static_cast<std::optional<T>*>(future.slot());
}
template <>
inline AnyResult value_of_future<AnyResult>(FutureBase& future) {
    return {future.result_repr(), future.result_str()};
}

// Waits for a future inside a coroutine; resumed by the task's step.
class FutureAwaiter {
public:
    explicit FutureAwaiter(FutureRef future) noexcept : future_(std::move(future)) {}
    bool await_ready() const noexcept { return future_->done(); }
    template <class Handle>
    void await_suspend(Handle coroutine) noexcept {
        task_ = coroutine.promise().task;
        suspend_on(*task_, *future_);
    }

protected:
    // Throws what the task was resumed with, or what the future failed with.
    void check();
    FutureRef future_;

private:
    static void suspend_on(TaskBase& task, FutureBase& future) noexcept;
    TaskBase* task_ = nullptr;  // null: did not suspend
};

template <class T>
class TypedFutureAwaiter : public FutureAwaiter {
public:
    using FutureAwaiter::FutureAwaiter;
    [[gnu::always_inline]] T await_resume() {
        check();
        if constexpr (std::is_same_v<T, AnyResult>) {
            return value_of_future<T>(*future_);
        } else if constexpr (!std::is_void_v<T>) {
            auto& value = *static_cast<std::optional<T>*>(future_->slot());
            if constexpr (std::is_copy_constructible_v<T>)
                return *value;
            else
                return std::move(*value);
        }
    }
};

[[noreturn]] void throw_no_future();

// By creation: Python's sets have no order, those of C++ need one.
inline std::strong_ordering creation_order(const FutureBase* a, const FutureBase* b) noexcept {
    const auto key = [](const FutureBase* future) {
        return std::pair(future ? future->id() : 0, reinterpret_cast<std::uintptr_t>(future));
    };
    return key(a) <=> key(b);
}
inline std::size_t hash_of(const FutureBase* future) noexcept {
    return future ? static_cast<std::size_t>(future->id()) : 0;
}

// set_result() of Future<T>: one for each T, so that &Future<int>::set_result can be given to call_soon().
template <class Future, class T>
class SetsResult {
public:
    void set_result(T value, std::source_location where = std::source_location::current()) const {
        static_cast<const Future&>(*this).settle(std::move(value), where);
    }
};
// None, as std::nullopt and nullptr.
struct NoResult {
    NoResult() = default;
    template <class T>
    requires std::is_convertible_v<T, None> || std::is_same_v<T, std::nullopt_t> ||
        std::is_same_v<T, std::nullptr_t>
        NoResult(T)
    noexcept {}
};
template <class Future>
class SetsResult<Future, void> {
public:
    void set_result(NoResult = {}, std::source_location where = std::source_location::current()) const {
        static_cast<const Future&>(*this).settle(None{}, where);
    }
};

}  // namespace detail

// A result that comes later. A handle: copies refer to the same future. An empty handle (default constructed)
// is Python's None, no new future: what needs one throws AttributeError.
template <class T = void>
class Future : public detail::SetsResult<Future<T>, T>, public detail::DoneCallbacks<Future<T>> {
public:
    using value_type = T;

    Future() = default;
    explicit Future(detail::FutureRef state) : state_(std::move(state)) {}
    // Python's Future(loop=loop): the same as loop.create_future().
    explicit Future(EventLoop& loop, std::source_location where = std::source_location::current());

    bool done() const { return it().done(); }
    bool cancelled() const { return it().cancelled(); }
    // The result; throws the stored exception, CancelledError, or InvalidStateError while pending.
    T result() const {
        it().check_result();
        if constexpr (!std::is_void_v<T>) return detail::value_of_future<T>(*state_);
    }
    // The stored exception or null; throws CancelledError, or InvalidStateError while pending.
    std::exception_ptr exception() const { return it().exception(); }

    // Throws InvalidStateError if done; so does set_result().
    void set_exception(GivenException error,
                       std::source_location where = std::source_location::current()) const {
        it().set_exception(std::move(error).take(), where);
    }

    // Asks for cancellation; false if it is done already. What it means for a gather or a task: see there.
    bool cancel(const CancelMessage& message = {},
                std::source_location where = std::source_location::current()) const {
        return it().cancel_from(where, message);
    }
    bool cancel(const CancelOptions& options,
                std::source_location where = std::source_location::current()) const {
        return cancel(options.msg.copy(), where);
    }
    using MeantAsCallback = bool (Future::*)(const CancelMessage&, std::source_location) const;

    EventLoop& get_loop() const { return it().get_loop(); }
    std::string repr() const { return state_ ? state_->repr() : "None"; }

    explicit operator bool() const noexcept { return static_cast<bool>(state_); }
    friend bool operator==(const Future& a, const Future& b) { return a.state_ == b.state_; }
    // Of one loop by creation: futures and tasks may be in a std::set or the keys of a std::map; they have a
    // hash, too.
    friend std::strong_ordering operator<=>(const Future& a, const Future& b) noexcept {
        return detail::creation_order(a.state_.get(), b.state_.get());
    }
    [[gnu::always_inline]] auto operator co_await() const {
        it();
        return detail::TypedFutureAwaiter<T>(state_);
    }

    const detail::FutureRef& state() const noexcept { return state_; }

private:
    friend detail::SetsResult<Future, T>;
    FutureBase& it() const {
        if (!state_) [[unlikely]]
            detail::throw_no_future();
        return *state_;
    }
    // Whatever made the future: gather() and shield() have states of their own.
    void settle(detail::stored_t<T> value, const std::source_location& where) const {
        if (it().is_task()) throw RuntimeError("Task does not support set_result operation");
        if (state_->done()) throw InvalidStateError("invalid state");
        static_cast<std::optional<detail::stored_t<T>>*>(state_->slot())->emplace(std::move(value));
        state_->finish_with_result(where);
    }

    detail::FutureRef state_;
};

}  // namespace asyncio

template <class T>
struct std::hash<asyncio::Future<T>> {
    std::size_t operator()(const asyncio::Future<T>& future) const noexcept {
        return asyncio::detail::hash_of(future.state().get());
    }
};
