// What call_soon(), call_later(), call_at() and call_soon_threadsafe() return: a callback that can still be
// cancelled.
#pragma once

#include "engine/loop/callback.h"
#include "engine/loop/context.h"

#include <atomic>
#include <concepts>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <memory>
#include <source_location>
#include <string>
#include <utility>

namespace asyncio {

namespace detail {

// The argument of a timer, and the line that gives it: with a callback's arguments behind it, a function has
// no other place for the line.
struct Seconds {
    Seconds(double seconds, std::source_location here = std::source_location::current())
        : value(seconds), where(here) {}
    double value;
    std::source_location where;
};

// A descriptor, or what has one: Python's fileobj.
struct FileArgument {
    FileArgument(int descriptor) noexcept : fd(descriptor) {}
    FileArgument(std::FILE* file) noexcept : fd(::fileno(file)) {}
    template <class File>
    requires requires(const File& file) {
        { file.fileno() } -> std::same_as<int>;
    }
    FileArgument(const File& file) noexcept : fd(file.fileno()) {}
    operator int() const noexcept { return fd; }
    int fd;
};

// A scheduled call of a callback. The same Callback may be scheduled any number of times.
class HandleState final : public Runnable {
public:
    // `when` of a handle of call_soon().
    static constexpr double kAtOnce = -std::numeric_limits<double>::infinity();
    // `when` may lie before the loop's beginning.
    HandleState(EventLoop& loop, const Callback& callback, double when, CallOptions options,
                const std::source_location& where = {});
    void run(FutureBase*) override;
    void cancel() noexcept;
    double when() const noexcept { return when_; }
    std::string_view call_name() const noexcept override { return callback_->call_name(); }
    std::string_view qualified_name() const noexcept override { return callback_->qualified_name(); }
    bool internal_call() const noexcept override { return callback_->internal_call(); }
    ContextHandle call_context() const noexcept override { return callback_->call_context(); }
    // In which it is called, made now if it was empty.
    ContextHandle context();
    // As Python shows it, without the place of the function: <TimerHandle when=1.5 work()>
    std::string repr() const;

private:
    ~HandleState() override;
    EventLoop* loop_;  // held
    Ref<Runnable> callback_;
    double when_;
    std::source_location created_at_;  // in debug mode
};

// The function that is called; asyncio's own by Python's qualified name.
std::string callback_name(const Runnable& callback);
// How debug mode calls an entry of the ready queue: a task by its repr, the rest as handles.
std::string repr_of_call(const Runnable& call);

}  // namespace detail

// Empty (default constructed) it refers to no call, and everything but `operator bool` and repr() is
// undefined on it: a member that Python sets to None.
class Handle {
public:
    Handle() = default;
    explicit Handle(detail::Ref<detail::HandleState> state) : state_(std::move(state)) {}
    // The callback will not run. No effect if it ran.
    void cancel() const noexcept { state_->cancel(); }
    bool cancelled() const noexcept { return state_->handle_cancelled(); }
    // In which the callback is called.
    Context get_context() const { return Context(state_->context()); }
    std::string repr() const { return state_ ? state_->repr() : "None"; }
    explicit operator bool() const noexcept { return static_cast<bool>(state_); }
    friend bool operator==(const Handle&, const Handle&) = default;

protected:
    detail::Ref<detail::HandleState> state_;
};

class TimerHandle : public Handle {
public:
    using Handle::Handle;
    // The loop time at which it fires, in seconds.
    double when() const noexcept { return state_->when(); }
    friend bool operator<(const TimerHandle& a, const TimerHandle& b) noexcept {
        return a.state_->when() < b.state_->when();
    }
    friend bool operator>(const TimerHandle& a, const TimerHandle& b) noexcept { return b < a; }
    friend bool operator<=(const TimerHandle& a, const TimerHandle& b) noexcept { return a < b || a == b; }
    friend bool operator>=(const TimerHandle& a, const TimerHandle& b) noexcept { return b <= a; }
};

namespace detail {
struct HandedOver {
    explicit HandedOver(std::string call) : name(std::move(call)) {}
    const std::string name;
    std::atomic<bool> cancelled = false;
};
}  // namespace detail

// What call_soon_threadsafe() returns: like a Handle, for any thread, and as a Handle it may be empty.
class ThreadsafeHandle {
public:
    ThreadsafeHandle() = default;
    explicit ThreadsafeHandle(std::shared_ptr<detail::HandedOver> call) : call_(std::move(call)) {}
    // The callback will not run. No effect if it ran.
    void cancel() const noexcept { call_->cancelled = true; }
    bool cancelled() const noexcept { return call_->cancelled; }
    std::string repr() const {
        if (!call_) return "None";
        return cancelled() ? "<Handle cancelled>" : "<Handle " + call_->name + "()>";
    }
    explicit operator bool() const noexcept { return call_ != nullptr; }
    friend bool operator==(const ThreadsafeHandle&, const ThreadsafeHandle&) = default;

private:
    std::shared_ptr<detail::HandedOver> call_;
};

}  // namespace asyncio
