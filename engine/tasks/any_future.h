// A future or task of any type, as exception handlers and call graphs tell of it.
#pragma once

#include "engine/tasks/future.h"

#include <source_location>

namespace asyncio {

class AnyTask;

// A handle: copies refer to the same future. False if it refers to none.
class AnyFuture : public detail::DoneCallbacks<AnyFuture> {
public:
    AnyFuture() = default;
    AnyFuture(detail::FutureRef state) : state_(std::move(state)) {}
    template <class T>
    AnyFuture(const Future<T>& future) : state_(future.state()) {}
    AnyFuture(const AnyTask& task);

    bool is_task() const noexcept { return state_ && state_->is_task(); }
    bool done() const { return state_->done(); }
    bool cancelled() const { return state_->cancelled(); }
    bool cancel(const CancelMessage& message = {},
                std::source_location where = std::source_location::current()) const {
        return state_->cancel_from(where, message);
    }
    bool cancel(const CancelOptions& options,
                std::source_location where = std::source_location::current()) const {
        return cancel(options.msg.copy(), where);
    }
    using MeantAsCallback = bool (AnyFuture::*)(const CancelMessage&, std::source_location) const;
    std::exception_ptr exception() const { return state_->exception(); }
    // As text; throws what it failed with.
    AnyResult result() const { return state_->any_result(); }
    // Throws InvalidStateError if done, RuntimeError for a task.
    void set_exception(GivenException error,
                       std::source_location where = std::source_location::current()) const {
        state_->set_exception(std::move(error).take(), where);
    }
    // Awaiting it gives its result as text, or raises what it failed with.
    auto operator co_await() const { return detail::TypedFutureAwaiter<AnyResult>(state_); }
    // Of a task. Throws AttributeError for another future.
    std::string get_name() const;
    EventLoop& get_loop() const { return state_->get_loop(); }
    // The task if it is one, else an empty one.
    AnyTask task() const;
    std::string repr() const { return state_ ? state_->repr() : "None"; }

    explicit operator bool() const noexcept { return static_cast<bool>(state_); }
    friend bool operator==(const AnyFuture& a, const AnyFuture& b) noexcept { return a.state_ == b.state_; }
    friend std::strong_ordering operator<=>(const AnyFuture& a, const AnyFuture& b) noexcept {
        return detail::creation_order(a.state_.get(), b.state_.get());
    }

    const detail::FutureRef& state() const noexcept { return state_; }

private:
    detail::FutureRef state_;
};

}  // namespace asyncio

template <>
struct std::hash<asyncio::AnyFuture> {
    std::size_t operator()(const asyncio::AnyFuture& future) const noexcept {
        return asyncio::detail::hash_of(future.state().get());
    }
};
