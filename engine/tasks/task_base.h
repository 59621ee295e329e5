// What all tasks are, whatever their result: coroutines that the loop drives.
//
// States and moves (asyncio's):
//   in the ready queue -> run() -> waits for a future | in the ready queue (yield) | done
//   waits for a future -> that is done, or cancel() cancels it -> in the ready queue
// A pending task is in exactly one of: the ready queue, the callbacks of what it awaits, running.
// TaskBase::run() is the one place that resumes coroutines.
#pragma once

#include "engine/loop/event_loop.h"
#include "engine/tasks/coroutine.h"
#include "engine/tasks/future.h"
#include "engine/tasks/stack.h"

#include <exception>
#include <memory>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace asyncio {

// Trivial on purpose: g++ 12 destroys temporaries of aggregates with members twice in a co_await expression.
struct TaskOptions {
    std::string_view name = {};    // without one: Task-1, Task-2, ...; "" is a name
    ContextArgument context = {};  // what the task runs in; default: a copy of the current context
    // Run the first step at once, inside of create_task(). Default: what the task factory says, or else no.
    std::optional<bool> eager_start = {};
};
static_assert(std::is_trivially_copyable_v<TaskOptions>);

class TaskBase : public FutureBase {
public:
    // Asyncio's rules: counts the request; cancels what the task waits for, or else has CancelledError thrown
    // at its next step. True unless the task is done.
    bool cancel(const CancelMessage& message = {}) override;
    int cancelling() const noexcept { return cancelling_; }
    // Takes one request back; at zero, also a CancelledError that was not thrown yet. Returns what is left.
    int uncancel();
    bool must_cancel() const noexcept { return flag(kMustCancel); }

    std::string name() const;
    void set_name(std::string name);
    // Of the default name, 0 if it has a name of its own.
    std::uint32_t number() const noexcept { return number_; }
    bool internal() const noexcept { return flag(kInternalObject); }
    // Its first step runs inside of create_task().
    bool in_eager_step() const noexcept { return flag(kEagerStep); }

    // Null: empty, and nobody has asked for it yet; see detail::context_of().
    detail::ContextHandle context() const noexcept { return rare_ ? rare_->context : nullptr; }
    void keep_context(detail::ContextHandle context) { rare().context = std::move(context); }
    // For create_task(), once somebody holds the task: names it and has its first step run. With an eager
    // start that is now; throws KeyboardInterrupt and SystemExit if the step did.
    void start(const TaskOptions& options, bool internal, const std::source_location& where);

    // The await chain, innermost coroutine first; null when done.
    const detail::PromiseBase* innermost() const noexcept { return innermost_; }
    // Its first step has begun.
    bool started() const noexcept { return flag(kStarted); }
    // Of the outermost coroutine, as the compiler puts it, also after its end; null: none was ever left.
    const char* coroutine_function() const noexcept;
    std::optional<CoroutineView> get_coro() const;
    std::vector<StackFrame> get_stack(const StackOptions& options, const std::source_location& here) const;
    void print_stack(const PrintStackOptions& options, const std::source_location& here) const;
    FutureBase* awaited() const noexcept { return awaited_.get(); }

    // One step: resumes the innermost coroutine until it suspends the task or the task is done.
    void run(FutureBase* woken_by) final;

    void begin_call(detail::PromiseBase& callee) noexcept {
        callee.task = this;
        innermost_ = &callee;
        resume_again_ = true;
        if (Observer* observer = loop_->observer()) observer->entered(*this, callee);
    }
    void end_call(detail::PromiseBase& callee) noexcept {
        if (Observer* observer = loop_->observer()) observer->left(*this, callee);
        body_done_ = callee.caller == nullptr;
        resume_again_ = !body_done_;
        if (!body_done_) innermost_ = callee.caller;
    }
    void suspend_on(FutureBase& future) noexcept { awaited_.hold(future); }
    // Throws what the step was resumed with, if anything. Inline, and so is what calls it: an exception that
    // leaves a function takes as long again as one that is caught in the coroutine that threw it.
    [[gnu::always_inline]] void throw_pending() {
        if (error_) [[unlikely]]
            std::rethrow_exception(std::exchange(error_, nullptr));
    }

    // For a coroutine that stands for a call of a generator: it begins even if the task is cancelled before,
    // and takes what is to be thrown. Python has no coroutine there, and throws into the generator.
    void throw_into_start() noexcept { throws_into_start_ = true; }
    // Python's task of such a call holds the generator also when it is over.
    void keep(detail::Ref<detail::Object> object) { rare().kept = std::move(object); }
    std::exception_ptr take_thrown() noexcept { return std::exchange(error_, nullptr); }

    // Destroys the coroutine of a pending task, as when Python collects it; reports it.
    void destroy_pending() noexcept;
    void set_log_destroy_pending(bool on) noexcept { set_flag(kLogDestroyPending, on); }

protected:
    TaskBase(EventLoop& loop, detail::PromiseBase& root);
    ~TaskBase() override;
    void destroy() noexcept override;
    std::string_view never_retrieved_message() const noexcept override;

    // Moves the coroutine's result into slot().
    virtual void take_result(detail::PromiseBase& root) = 0;

private:
    friend class detail::PendingTasks;

    void prepare_throw(FutureBase* woken_by);
    void resume();
    void suspended();
    std::size_t place() const noexcept;
    void warn_if_swallowed();
    void refuse_foreign(const detail::FutureRef& awaited);
    void refuse_itself();
    void refuse_again();
    void finish();
    void destroy_frame() noexcept;
    bool begin_cancel(const CancelMessage& message);
    void end_cancel() noexcept;
    void throw_at_next_step(std::exception_ptr error);

    detail::PromiseBase* innermost_;  // null once the frames are gone
    detail::FutureRef awaited_;
    // In the loop's list of pending tasks, which holds none of them. What has ended is not in it, and a
    // hundred thousand tasks should not pay for the name of what they were.
    union {
        TaskBase* next_ = nullptr;
        const char* function_;  // once done: see coroutine_function()
    };
    TaskBase* previous_ = nullptr;
    std::uint32_t number_ : 31 = 0;
    std::uint32_t cancel_thrown_ : 1 = 0;  // a CancelledError was thrown into it
    int cancelling_ = 0;
};

namespace detail {
template <class T>
class TaskState final : public TaskBase {
public:
    TaskState(EventLoop& loop, typename Coroutine<T>::promise_type& root) : TaskBase(loop, root) {}
    std::string result_repr() const override {
        if constexpr (std::is_void_v<T>)
            return "None";
        else
            return value_ ? repr_or_object(*value_) : "None";
    }
    std::string result_str() const override {
        if constexpr (std::is_void_v<T>)
            return "None";
        else
            return value_ ? asyncio::str(*value_) : "None";
    }
    void* slot() override {
        if constexpr (std::is_void_v<T>)
            return nullptr;
        else
            return &value_;
    }

private:
    void take_result(PromiseBase& root) override {
        if constexpr (!std::is_void_v<T>)
            value_.emplace(static_cast<typename Coroutine<T>::promise_type&>(root).take());
    }
    // A hundred thousand tasks without a result should not pay for one.
    [[no_unique_address]] std::conditional_t<std::is_void_v<T>, None, std::optional<stored_t<T>>> value_;
};

inline void begin_call(PromiseBase& callee, PromiseBase& caller) noexcept {
    callee.caller = &caller;
    caller.task->begin_call(callee);
}
inline void end_call(PromiseBase& callee) noexcept { callee.task->end_call(callee); }

inline void FutureAwaiter::suspend_on(TaskBase& task, FutureBase& future) noexcept {
    task.suspend_on(future);
}
[[gnu::always_inline]] inline void FutureAwaiter::check() {
    if (task_) task_->throw_pending();
    if (!future_->succeeded()) future_->check_result();
}

}  // namespace detail

}  // namespace asyncio
