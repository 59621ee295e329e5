// What all futures and tasks are, whatever their result: state, exception, done callbacks, cancellation.
#pragma once

#include "engine/base/errors.h"
#include "engine/base/object.h"
#include "engine/base/repr.h"
#include "engine/loop/callback.h"
#include "engine/loop/functools.h"
#include "engine/tasks/callback_list.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>
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
    virtual bool cancel(const CancelMessage& message = {});
    // The same, asked for by the program at `where`.
    bool cancel_from(const std::source_location& where, const CancelMessage& message);

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
    std::size_t remove_callback(const detail::FunctionIdentity& function);
    // What will be called when this is done, in that order.
    std::vector<detail::Runnable*> callbacks() const;

    // In the order in which they will be called; one that waits for this is a task.
    template <class F>
    void for_each_callback(F visit) const {
        if (!first_callback_) return;
        visit(*first_callback_);
        if (rare_) rare_->more_callbacks.for_each(visit);
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
    // A task that awaited this was refused. CPython's future is never to be awaited again then. False if it
    // was so already.
    bool mark_refused() { return !std::exchange(rare().refused, true); }
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
    CancelMessage cancel_message() const;
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
        CancelReport(const FutureBase& target, const CancelMessage& message);
        CancelReport(const CancelReport&) = delete;
        CancelReport& operator=(const CancelReport&) = delete;
        ~CancelReport();

    private:
        const FutureBase& target_;
    };

    FutureBase(EventLoop& loop, detail::ObjectKind kind);
    ~FutureBase() override;
    void destroy() noexcept override;

    void drop_callbacks() noexcept {
        if (detail::Runnable* first = std::exchange(first_callback_, nullptr)) first->release();
        rare_.reset();
    }
    void become_cancelled(const CancelMessage& message);
    void become_failed(std::exception_ptr error);
    void schedule_callbacks();
    [[gnu::noinline]] void schedule_more_callbacks();
    void schedule(detail::Runnable& callback);  // held: takes the reference over
    void set_cancel_message(const CancelMessage& message);
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
        detail::CallbackList more_callbacks;
        CancelMessage cancel_message;
        std::optional<std::string> name;  // of a task, if it is not the default
        detail::ContextHandle context;    // of a task; null: empty, and nobody has asked for it yet
        std::vector<detail::Ref<FutureBase>> declared_waiters;
        std::source_location created_at;   // in debug mode
        detail::Ref<detail::Object> kept;  // by a task, as long as it lives
        std::size_t thrown_at = 0;         // TaskBase::place(), when CancelledError was thrown into a task
        bool refused = false;              // see mark_refused()
    };
    Rare& rare() {
        if (!rare_) rare_ = std::make_unique<Rare>();
        return *rare_;
    }
    std::unique_ptr<Rare> rare_;
};

namespace detail {

class LoopCore;

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
    friend class LoopCore;
    ListedFuture* next_ = nullptr;
    ListedFuture* previous_ = nullptr;
};

// Tells the observer of a new future. An empty name: the program's own `number`-th.
void announce_future(FutureBase& future, std::string_view name, std::uint32_t number,
                     const std::source_location* where);

}  // namespace detail
}  // namespace asyncio
