// Task<T>, tasks of any type, and how a loop makes them.
#pragma once

#include "engine/tasks/future_list.h"
#include "engine/tasks/task_base.h"

#include <compare>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace asyncio {

// A coroutine that the loop drives; also a Future of its result. A handle: copies refer to the same task. The
// loop itself holds tasks only weakly, as in asyncio: keep the handle of a task that must not get lost.
template <class T = void>
class Task : public Future<T>, public detail::DoneCallbacks<Task<T>, TaskBase> {
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
    using detail::DoneCallbacks<Task, TaskBase>::add_done_callback;  // called with the task
    using detail::DoneCallbacks<Task, TaskBase>::remove_done_callback;
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
class AnyTask : public detail::DoneCallbacks<AnyTask, TaskBase> {
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
    bool cancel(const CancelOptions& options,
                std::source_location where = std::source_location::current()) const {
        return cancel(options.msg.copy(), where);
    }
    using MeantAsCallback = bool (AnyTask::*)(const CancelMessage&, std::source_location) const;
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
    friend bool operator==(const AnyTask& a, const AnyTask& b) noexcept { return a.state_ == b.state_; }
    friend std::strong_ordering operator<=>(const AnyTask& a, const AnyTask& b) noexcept {
        return detail::creation_order(a.state_.get(), b.state_.get());
    }

    TaskBase& task() const { return *state_; }
    const detail::Ref<TaskBase>& state() const noexcept { return state_; }

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
    const std::source_location function = coroutine.function();
    if (reused) coroutine = detail::reused_coroutine<T>();
    auto& promise = *coroutine.release();
    if (reused) promise.where = function;  // whose name the task shows
    const auto task = detail::make_ref<detail::TaskState<T>>(*this, promise);
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
FutureList<AnyTask> all_tasks();
FutureList<AnyTask> all_tasks(const EventLoop& loop);

}  // namespace asyncio

template <class T>
struct std::hash<asyncio::Task<T>> : std::hash<asyncio::Future<T>> {};
template <>
struct std::hash<asyncio::AnyTask> {
    std::size_t operator()(const asyncio::AnyTask& task) const noexcept {
        return task ? asyncio::detail::hash_of(&task.task()) : 0;
    }
};
