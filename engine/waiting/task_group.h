// TaskGroup: tasks that begin and end within a block.
#pragma once

#include "engine/base/exception_group.h"
#include "engine/tasks/async_with.h"
#include "engine/tasks/awaitable.h"
#include "engine/waiting/sleep.h"

#include <map>
#include <string>
#include <vector>

namespace asyncio {

namespace detail {

// The state behind TaskGroup; also the done callback of its tasks.
class TaskGroupState final : public Runnable {
public:
    TaskGroupState() : Runnable(ObjectKind::task_group) {}

    void enter();
    // Waits for the tasks, then throws what becomes of `error` and theirs.
    static Coroutine<> leave(Ref<TaskGroupState> group, std::exception_ptr error);
    // The parent was destroyed within the block.
    void abandon() noexcept { parent_ = nullptr; }

    // Throws RuntimeError unless a task may be added now.
    void check_accepts() const;
    // The loop of the parent; null before the group was entered.
    EventLoop* loop() const noexcept { return loop_; }
    void add(TaskBase& task);

    void run(FutureBase* task) override { task_done(static_cast<TaskBase&>(*task)); }
    std::string_view call_name() const noexcept override { return "TaskGroup"; }
    void append_waiters(std::vector<FutureBase*>& waiters) override {
        if (parent_) waiters.push_back(parent_.get());
    }
    std::string repr() const;

private:
    ~TaskGroupState() override;
    class Leaving;

    void task_done(TaskBase& task);
    void failed(const std::exception_ptr& error, TaskBase& task);
    void abort();
    Future<> completion();
    void conclude(const std::exception_ptr& body_error, std::exception_ptr cancellation);
    void note_base_error(const std::exception_ptr& error);

    EventLoop* loop_ = nullptr;  // held
    Ref<TaskBase> parent_;
    // By number, which is the order of creation: in that order they are cancelled.
    std::map<ObjectId, Ref<TaskBase>> tasks_;
    std::vector<std::exception_ptr> errors_;
    std::exception_ptr base_error_;     // the first KeyboardInterrupt or SystemExit
    Ref<FutureState<bool>> completed_;  // while the block's end waits
    bool entered_ = false;
    bool exiting_ = false;
    bool aborting_ = false;
    bool parent_cancelled_ = false;  // by this group: to be taken back
};

}  // namespace detail

// asyncio.TaskGroup. Use:
//     co_await async_with(TaskGroup(), [&](TaskGroup& group) -> Coroutine<> {
//         group.create_task(work("A"), {.name = "A"});
//         …
//     });
// The block ends when all its tasks have. The first that fails (other than by cancellation) cancels the
// others and the block; the failures are thrown together, as an ExceptionGroup. KeyboardInterrupt and
// SystemExit are thrown by themselves. A handle: copies refer to the same group.
class TaskGroup {
public:
    TaskGroup() : state_(detail::make_ref<detail::TaskGroupState>()) {}

    // A task of the group; see asyncio::create_task(). Throws RuntimeError if the group was not entered, is
    // finished, or is shutting down after a failure; the coroutine is closed then.
    template <class T>
    Task<T> create_task(Coroutine<T> coroutine, TaskOptions options = {},
                        std::source_location where = std::source_location::current()) const {
        return add_task<T>(std::move(coroutine), options, where);
    }
    template <CoroutineLike A>
    Task<task_result_of<A>> create_task(A awaitable, TaskOptions options = {},
                                        std::source_location where = std::source_location::current()) const {
        return add_task<task_result_of<A>>(std::move(awaitable), options, where);
    }

    // Python's repr: <TaskGroup tasks=2 entered>.
    std::string repr() const { return state_->repr(); }

    // What async_with() calls.
    Coroutine<> aenter() const;
    Coroutine<> aexit(std::exception_ptr error) const {
        return detail::TaskGroupState::leave(state_, std::move(error));
    }
    void abandon() const noexcept { state_->abandon(); }

private:
    template <class T, class A>
    Task<T> add_task(A coroutine, const TaskOptions& options, const std::source_location& where) const {
        try {
            state_->check_accepts();
        } catch (...) {
            if constexpr (requires { coroutine.close(); }) coroutine.close();
            throw;
        }
        Task<T> task = state_->loop()->create_task(std::move(coroutine), options, where);
        state_->add(task.task());
        return task;
    }

    detail::Ref<detail::TaskGroupState> state_;
};

}  // namespace asyncio
