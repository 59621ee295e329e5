// Tasks: coroutines that the loop drives.
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

#include <concepts>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <type_traits>

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
    void suspend_on(FutureBase& future) noexcept { awaited_ = detail::FutureRef(&future); }
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

// A coroutine that the loop drives; also a Future of its result. A handle: copies refer to the same task. The
// loop itself holds tasks only weakly, as in asyncio: keep the handle of a task that must not get lost.
template <class T = void>
class Task : public Future<T> {
public:
    Task() = default;
    explicit Task(detail::Ref<TaskBase> state) : Future<T>(detail::FutureRef(std::move(state))) {}
    // Python's Task(coro), Task(coro, loop=loop): a task of the running loop, or of that, past its factory.
    explicit Task(Coroutine<T> coroutine, TaskOptions options = {},
                  std::source_location where = std::source_location::current())
        : Task(std::move(coroutine), get_running_loop(), options, where) {}
    Task(Coroutine<T> coroutine, EventLoop& loop, TaskOptions options = {},
         std::source_location where = std::source_location::current())
        : Task(loop.make_task(std::move(coroutine), options, false, where)) {}

    std::string get_name() const { return task().name(); }
    void set_name(std::string name) const { task().set_name(std::move(name)); }
    // Requests for cancellation that were not taken back.
    int cancelling() const { return task().cancelling(); }
    int uncancel(std::source_location where = std::source_location::current()) const {
        const detail::CallSite site(task().get_loop().observer(), where);
        return task().uncancel();
    }
    // `callback(task)` or `callback()`; see Future::add_done_callback().
    template <class F>
    Callback add_done_callback(F&& callback, CallOptions options = {}) const {
        return task().template add_done_callback<Task>(
            std::forward<F>(callback), options, [](const detail::FutureRef& ref) {
                return Task(detail::Ref<TaskBase>(static_cast<TaskBase*>(ref.get())));
            });
    }
    // `(object.*method)(task)`, Python's add_done_callback(object.method).
    template <class Method, class Object>
    requires std::is_member_function_pointer_v<Method> Callback add_done_callback(Method method,
                                                                                  Object object,
                                                                                  CallOptions options = {})
    const { return add_done_callback(functools::partial(method, std::move(object)), options); }
    Context get_context() const { return Context(detail::context_of(task())); }
    // What it runs; empty if it never left anything to run (an eager one that is over) or was destroyed.
    std::optional<CoroutineView> get_coro() const { return task().get_coro(); }
    // Where its outermost coroutine stands (the running one at this call); empty once it is done.
    std::vector<StackFrame> get_stack(StackOptions options = {},
                                      std::source_location here = std::source_location::current()) const {
        return task().get_stack(options, here);
    }
    // The same, printed, with the line of the source where that can be read.
    void print_stack(PrintStackOptions options = {},
                     std::source_location here = std::source_location::current()) const {
        task().print_stack(options, here);
    }

    TaskBase& task() const { return static_cast<TaskBase&>(*this->state()); }
};

// Any task, whatever its result: what current_task() and all_tasks() give.
class AnyTask {
public:
    AnyTask() = default;
    AnyTask(detail::Ref<TaskBase> state) : state_(std::move(state)) {}
    template <class T>
    AnyTask(const Task<T>& task) : state_(task ? &task.task() : nullptr) {}

    std::string get_name() const { return state_->name(); }
    void set_name(std::string name) const { state_->set_name(std::move(name)); }
    bool done() const { return state_->done(); }
    bool cancelled() const { return state_->cancelled(); }
    bool cancel(const CancelMessage& message = {},
                std::source_location where = std::source_location::current()) const {
        return state_->cancel_from(where, message);
    }
    int cancelling() const { return state_->cancelling(); }
    int uncancel(std::source_location where = std::source_location::current()) const {
        const detail::CallSite site(state_->get_loop().observer(), where);
        return state_->uncancel();
    }
    std::exception_ptr exception() const { return state_->exception(); }
    // As text; throws what the task failed with.
    AnyResult result() const { return state_->any_result(); }
    EventLoop& get_loop() const { return state_->get_loop(); }
    Context get_context() const { return Context(detail::context_of(*state_)); }
    // `callback(task)` or `callback()`; see Future::add_done_callback().
    template <class F>
    Callback add_done_callback(F&& callback, CallOptions options = {}) const {
        return state_->add_done_callback<AnyTask>(
            std::forward<F>(callback), options, [](const detail::FutureRef& ref) {
                return AnyTask(detail::Ref<TaskBase>(static_cast<TaskBase*>(ref.get())));
            });
    }
    // `(object.*method)(task)`, Python's add_done_callback(object.method).
    template <class Method, class Object>
    requires std::is_member_function_pointer_v<Method> Callback add_done_callback(Method method,
                                                                                  Object object,
                                                                                  CallOptions options = {})
    const { return add_done_callback(functools::partial(method, std::move(object)), options); }
    std::size_t remove_done_callback(const Callback& callback) const {
        return state_->remove_callback(callback.state());
    }
    // Awaiting it gives its result as text, or raises what it failed with.
    auto operator co_await() const {
        return detail::TypedFutureAwaiter<AnyResult>(detail::FutureRef(state_));
    }
    std::optional<CoroutineView> get_coro() const { return state_->get_coro(); }
    std::vector<StackFrame> get_stack(StackOptions options = {},
                                      std::source_location here = std::source_location::current()) const {
        return state_->get_stack(options, here);
    }
    void print_stack(PrintStackOptions options = {},
                     std::source_location here = std::source_location::current()) const {
        state_->print_stack(options, here);
    }
    std::string repr() const { return state_ ? state_->repr() : "None"; }
    explicit operator bool() const noexcept { return static_cast<bool>(state_); }
    friend bool operator==(const AnyTask&, const AnyTask&) = default;
    friend std::strong_ordering operator<=>(const AnyTask& a, const AnyTask& b) noexcept {
        return detail::creation_order(a.state_.get(), b.state_.get());
    }

    TaskBase& task() const { return *state_; }

private:
    detail::Ref<TaskBase> state_;
};

// A coroutine of any type on its way through a task factory.
class AnyCoroutine {
public:
    // `internal`: see EventLoop::create_internal_task().
    template <class T>
    AnyCoroutine(Coroutine<T> coroutine, std::string name, bool internal, const std::source_location& where)
        : name_(std::move(name)),
          held_(std::make_shared<HeldCoroutine<T>>(std::move(coroutine), internal, where)) {}

    // The function's name, Python's coro.__name__.
    const std::string& name() const noexcept { return name_; }
    // Python's Task(coro, loop=loop, **options). Throws RuntimeError the second time.
    AnyTask make_task(EventLoop& loop, TaskOptions options) const { return held_->make_task(loop, options); }
    // Python's coro.close(), before a factory that makes no task of it throws.
    void close() const noexcept { held_->close(); }

private:
    struct Held {
        virtual ~Held() = default;
        virtual AnyTask make_task(EventLoop& loop, const TaskOptions& options) = 0;
        virtual void close() noexcept = 0;
    };
    template <class T>
    struct HeldCoroutine final : Held {
        HeldCoroutine(Coroutine<T> given, bool is_internal, const std::source_location& place)
            : coroutine(std::move(given)), internal(is_internal), where(place) {}
        AnyTask make_task(EventLoop& loop, const TaskOptions& options) override {
            return loop.make_task(std::move(coroutine), options, internal, where);
        }
        void close() noexcept override { coroutine.close(); }
        Coroutine<T> coroutine;
        bool internal;
        std::source_location where;
    };
    std::string name_;
    std::shared_ptr<Held> held_;
};

namespace detail {
template <class T>
Task<T> make_by_factory(EventLoop& loop, const TaskFactory& factory, AnyCoroutine coroutine,
                        const TaskOptions& options) {
    const AnyTask made = factory(loop, std::move(coroutine), options);
    if (!dynamic_cast<TaskState<T>*>(&made.task()))
        throw TypeError("the task factory gave a task of another coroutine");
    return Task<T>(Ref<TaskBase>(&made.task()));
}
}  // namespace detail

template <class T>
Task<T> EventLoop::create_task(Coroutine<T> coroutine, TaskOptions options, std::source_location where) {
    if (!task_factory_) return make_task(std::move(coroutine), options, false, where);
    check_usable();
    std::string name = coroutine.name();
    return detail::make_by_factory<T>(
        *this, task_factory_, AnyCoroutine(std::move(coroutine), std::move(name), false, where), options);
}

template <class T>
Task<T> EventLoop::create_internal_task(Coroutine<T> coroutine, std::string_view name,
                                        std::source_location where) {
    if (!task_factory_) return make_task(std::move(coroutine), {}, true, where);
    check_usable();
    return detail::make_by_factory<T>(*this, task_factory_,
                                      AnyCoroutine(std::move(coroutine), std::string(name), true, where), {});
}

namespace detail {
// What a task runs that is given a coroutine for the second time: it fails in its first step.
template <class T>
Coroutine<T> reused_coroutine() {
    throw_reused_coroutine();
    if constexpr (std::is_void_v<T>)
        co_return;
    else
        co_return std::move(*std::optional<T>());
}
}  // namespace detail

template <class T>
Task<T> EventLoop::make_task(Coroutine<T> coroutine, TaskOptions options, bool internal,
                             const std::source_location& where) {
    check_usable();
    const bool reused = coroutine.started_or_empty();
    if (reused) coroutine = detail::reused_coroutine<T>();
    const auto task = detail::make_ref<detail::TaskState<T>>(*this, *coroutine.release());
    if (reused) task->throw_into_start();  // it says so also to who cancels it before
    task->start(options, internal, where);
    return Task<T>(task);
}

// Schedules `coroutine` on the running loop. Throws RuntimeError("no running event loop") outside of one.
template <class T>
Task<T> create_task(Coroutine<T> coroutine, TaskOptions options = {},
                    std::source_location where = std::source_location::current()) {
    return get_running_loop().create_task(std::move(coroutine), options, where);
}

// The task that runs now; an empty one in a plain callback. Throws RuntimeError without a running loop.
AnyTask current_task();
// That of a loop, running in this thread or not.
AnyTask current_task(const EventLoop& loop);
// The tasks of the running loop, or of `loop`, that are not done, in order of creation.
std::vector<AnyTask> all_tasks();
std::vector<AnyTask> all_tasks(const EventLoop& loop);

}  // namespace asyncio

template <class T>
struct std::hash<asyncio::Task<T>> : std::hash<asyncio::Future<T>> {};
template <>
struct std::hash<asyncio::AnyTask> {
    std::size_t operator()(const asyncio::AnyTask& task) const noexcept {
        return task ? asyncio::detail::hash_of(&task.task()) : 0;
    }
};
