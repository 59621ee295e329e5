// The step of a task inside of another one's.
#pragma once

#include <source_location>

namespace asyncio {

class EventLoop;
class TaskBase;

namespace detail {

// The first step of a task that starts eagerly, which runs inside of the step (or callback) that made it.
class EagerStep {
public:
    EagerStep(EventLoop& loop, const TaskBase& task, const std::source_location& where) noexcept;
    EagerStep(const EagerStep&) = delete;
    EagerStep& operator=(const EagerStep&) = delete;
    ~EagerStep();
    const TaskBase& task() const noexcept { return task_; }
    TaskBase* starter() const noexcept { return starter_; }  // null: a callback
    const std::source_location& where() const noexcept { return where_; }
    const EagerStep* outer() const noexcept { return outer_; }

private:
    EventLoop& loop_;
    const TaskBase& task_;
    TaskBase* starter_;
    const std::source_location& where_;
    const EagerStep* outer_;
};

}  // namespace detail
}  // namespace asyncio
