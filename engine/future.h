// Futures: a result that comes later, and who waits for it.
#pragma once

#include "engine/callback.h"
#include "engine/errors.h"
#include "engine/object.h"
#include "engine/repr.h"

#include <compare>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <source_location>
#include <string>
#include <utility>
#include <vector>

namespace asyncio {

class EventLoop;
class TaskBase;

// What a task or future gives whose type is not known (AnyTask, AnyFuture): it can only be shown.
struct AnyResult {
    std::string shown, text;
    std::string repr() const { return shown; }
    std::string str() const { return text; }
};

// The untyped part of Future and Task: state, exception, done callbacks, cancellation.
// The rules are those of asyncio.Future: callbacks are never called directly, only put into the ready queue.
class FutureBase : public detail::Runnable {
public:
    enum class State : std::uint8_t { pending, finished, cancelled };

    State state() const noexcept { return static_cast<State>(state_); }
    bool done() const noexcept { return state() != State::pending; }
    bool cancelled() const noexcept { return state() == State::cancelled; }
    bool failed() const noexcept { return state() == State::finished && error_ != nullptr; }
    EventLoop& get_loop() const noexcept { return *loop_; }

    // False, and nothing happens, if the future is done. A task overrides this with asyncio's rules for
    // tasks.
    virtual bool cancel(const std::optional<std::string>& message = std::nullopt);
    // The same, asked for by the program at `where`.
    bool cancel_from(const std::source_location& where, const std::optional<std::string>& message);

    // The exception, or null for a result. Throws InvalidStateError if pending, CancelledError if cancelled.
    std::exception_ptr exception();
    // Throws what result() would throw; returns if there is a result.
    void check_result();
    void set_exception(std::exception_ptr error, const std::source_location& where = {});

    // `runnable` joins the ready queue when this is done; at once if it is done already. `silent`: the
    // observer knows by another event, as of a task that awaits this.
    void add_callback(detail::Runnable& runnable, bool silent = false);
    // A callable of the program's, which takes this as a Handle, or nothing.
    template <class Handle, class F, class HandleOf>
    Callback add_done_callback(F&& callback, const CallOptions& options, HandleOf handle_of) {
        Callback made = detail::done_callback_of<Handle>(std::forward<F>(callback), handle_of);
        made.state().announce(get_loop());
        add_callback(*detail::in_context(made, options.context));
        return made;
    }
    // How many were removed. `silent`: see add_callback().
    std::size_t remove_callback(const detail::Runnable& runnable, bool silent = false);
    // What will be called when this is done, in that order.
    std::vector<detail::Runnable*> callbacks() const;

    // In the order in which they will be called; one that waits for this is a task.
    template <class F>
    void for_each_callback(F visit) const {
        if (!first_callback_) return;
        visit(*first_callback_);
        if (rare_)
            for (const auto& callback : rare_->more_callbacks) visit(*callback);
    }
    // Who awaits this by the program's own word: see future_add_to_awaited_by().
    void add_awaited_by(FutureBase& waiter);
    void discard_awaited_by(const FutureBase& waiter) noexcept;
    const std::vector<detail::Ref<FutureBase>>& declared_waiters() const noexcept;

    // As Python shows it, without addresses and without the places of asyncio's own callbacks:
    // <Task pending name='A' coro=<work() running at work.cpp:7> wait_for=<Future pending …> cb=[…]>
    std::string repr() const;
    // What has to happen before it is done, for the verdict on a program in which nothing happens any more.
    virtual std::string missing() const;
    // Where it was made: in debug mode.
    void note_creation(const std::source_location& where) { rare().created_at = where; }
    void mark_internal() noexcept { set_flag(kInternalObject, true); }

    // What result() returns, as repr; for the recording.
    virtual std::string result_repr() const = 0;
    // The same as str.
    virtual std::string result_str() const { return result_repr(); }
    // Throws what result() would throw.
    AnyResult any_result() {
        check_result();
        return {result_repr(), result_str()};
    }
    // Where the value is or will be: a std::optional<T>; null where there is none (void).
    virtual void* slot() = 0;

    bool is_task() const noexcept { return kind() == detail::ObjectKind::task; }
    const std::exception_ptr& stored_error() const noexcept { return error_; }
    const std::string* cancel_message() const noexcept {
        return rare_ && rare_->cancel_message ? &*rare_->cancel_message : nullptr;
    }
    // Somebody saw the exception: it will not be reported as never retrieved.
    void mark_retrieved() noexcept;

    // For engine code that goes through many futures: sets a mark, or takes it away; false if it was so
    // already.
    bool mark(bool on) noexcept {
        const bool changes = flag(kMarked) != on;
        set_flag(kMarked, on);
        return changes;
    }
    // For engine code: the value is in slot(); become done.
    void finish_with_result(const std::source_location& where = {});
    // There is a result, and result() would return it.
    bool succeeded() const noexcept { return state() == State::finished && error_ == nullptr; }
    // For waiting on a cancelled future: the original CancelledError once, then new ones with its message.
    std::exception_ptr make_cancelled_error();
    // What a waiter gets thrown; null for a result. Marks the exception as retrieved.
    std::exception_ptr take_failure();

    void run(FutureBase*) override {}

protected:
    // What the observer is told of a cancel(): its begin, and its end, also if that is an exception.
    class CancelReport {
    public:
        CancelReport(const FutureBase& target, const std::optional<std::string>& message);
        CancelReport(const CancelReport&) = delete;
        CancelReport& operator=(const CancelReport&) = delete;
        ~CancelReport();

    private:
        const FutureBase& target_;
    };

    FutureBase(EventLoop& loop, detail::ObjectKind kind);
    ~FutureBase() override;
    void destroy() noexcept override;

    void drop_callbacks() noexcept;
    void become_cancelled(const std::optional<std::string>& message);
    void become_failed(std::exception_ptr error);
    void schedule_callbacks();
    [[gnu::noinline]] void schedule_more_callbacks();
    void schedule(detail::Runnable& callback);  // held: takes the reference over
    void set_cancel_message(const std::optional<std::string>& message);
    std::optional<std::string> cancel_message_copy() const;
    virtual std::string_view never_retrieved_message() const noexcept;

    enum Flag : std::uint8_t {
        kLogTraceback = 1,
        kMustCancel = 2,
        kLogDestroyPending = 4,
        kInternalObject = 8,
        kStarted = 16,
        kInCancel = 32,
        kMarked = 64,
        kEagerStep = 128
    };
    bool flag(Flag f) const noexcept { return (flags_ & f) != 0; }
    void set_flag(Flag f, bool on) noexcept {
        flags_ = static_cast<std::uint8_t>(on ? flags_ | f : flags_ & ~f);
    }

    EventLoop* loop_;  // held: see the constructor
    std::exception_ptr
        error_;  // the failure; of a cancelled task the CancelledError, until it was handed out
    detail::Runnable* first_callback_ = nullptr;  // held
    // What few futures have, apart, so that the others are small.
    struct Rare {
        std::vector<detail::Ref<detail::Runnable>> more_callbacks;
        std::optional<std::string> cancel_message;
        std::optional<std::string> name;  // of a task, if it is not the default
        detail::ContextHandle context;    // of a task; null: empty, and nobody has asked for it yet
        std::vector<detail::Ref<FutureBase>> declared_waiters;
        std::source_location created_at;   // in debug mode
        detail::Ref<detail::Object> kept;  // by a task, as long as it lives
        std::size_t thrown_at = 0;         // TaskBase::place(), when CancelledError was thrown into a task
    };
    Rare& rare() {
        if (!rare_) rare_ = std::make_unique<Rare>();
        return *rare_;
    }
    std::unique_ptr<Rare> rare_;
};

namespace detail {

using FutureRef = Ref<FutureBase>;

// A future that its loop knows. It and those who wait for it hold each other (a gather and its children, a
// callback that captures its future): when the loop goes, it has them let go.
class ListedFuture : public FutureBase {
public:
    // The loop is gone: nothing will ever come of this, unless it is done.
    virtual void abandon() noexcept { drop_callbacks(); }

protected:
    ListedFuture(EventLoop& loop, ObjectKind kind);
    ~ListedFuture() override;

private:
    friend class asyncio::EventLoop;
    ListedFuture* next_ = nullptr;
    ListedFuture* previous_ = nullptr;
};

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
// Tells the observer of a new future. An empty name: the program's own `number`-th.
void announce_future(FutureBase& future, std::string_view name, std::uint32_t number,
                     const std::source_location* where);

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

}  // namespace detail

namespace detail {

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
template <class Future>
class SetsResult<Future, void> {
public:
    void set_result(None = {}, std::source_location where = std::source_location::current()) const {
        static_cast<const Future&>(*this).settle(None{}, where);
    }
};

}  // namespace detail

// A result that comes later. A handle: copies refer to the same future. An empty handle (default constructed)
// refers to none, and everything but `operator bool` is undefined on it.
template <class T = void>
class Future : public detail::SetsResult<Future<T>, T> {
public:
    using value_type = T;

    Future() = default;
    explicit Future(detail::FutureRef state) : state_(std::move(state)) {}
    // Python's Future(loop=loop): the same as loop.create_future().
    explicit Future(EventLoop& loop, std::source_location where = std::source_location::current());

    bool done() const { return state_->done(); }
    bool cancelled() const { return state_->cancelled(); }
    // The result; throws the stored exception, CancelledError, or InvalidStateError while pending.
    T result() const {
        state_->check_result();
        if constexpr (!std::is_void_v<T>) return detail::value_of_future<T>(*state_);
    }
    // The stored exception or null; throws CancelledError, or InvalidStateError while pending.
    std::exception_ptr exception() const { return state_->exception(); }

    // Throws InvalidStateError if done; so does set_result().
    void set_exception(GivenException error,
                       std::source_location where = std::source_location::current()) const {
        state_->set_exception(std::move(error).take(), where);
    }

    // Asks for cancellation; false if it is done already. What it means for a gather or a task: see there.
    bool cancel(const std::optional<std::string>& message = std::nullopt,
                std::source_location where = std::source_location::current()) const {
        return state_->cancel_from(where, message);
    }

    // `callback(future)` or `callback()` is called from the ready queue once this is done, in `context`.
    // Returns what remove_done_callback() takes.
    template <class F>
    Callback add_done_callback(F&& callback, CallOptions options = {}) const {
        return state_->add_done_callback<Future>(std::forward<F>(callback), options,
                                                 [](const detail::FutureRef& ref) { return Future(ref); });
    }
    // How many were removed.
    std::size_t remove_done_callback(const Callback& callback) const {
        return state_->remove_callback(callback.state());
    }

    EventLoop& get_loop() const { return state_->get_loop(); }
    std::string repr() const { return state_ ? state_->repr() : "None"; }

    explicit operator bool() const noexcept { return static_cast<bool>(state_); }
    friend bool operator==(const Future& a, const Future& b) { return a.state_ == b.state_; }
    // Of one loop by creation: futures and tasks may be in a std::set or the keys of a std::map; they have a
    // hash, too.
    friend std::strong_ordering operator<=>(const Future& a, const Future& b) noexcept {
        return detail::creation_order(a.state_.get(), b.state_.get());
    }
    auto operator co_await() const { return detail::TypedFutureAwaiter<T>(state_); }

    const detail::FutureRef& state() const noexcept { return state_; }

private:
    friend detail::SetsResult<Future, T>;
    // Whatever made the future: gather() and shield() have states of their own.
    void settle(detail::stored_t<T> value, const std::source_location& where) const {
        if (state_->is_task()) throw RuntimeError("Task does not support set_result operation");
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
