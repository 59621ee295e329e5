#include "engine/loop/pending_tasks.h"

#include "engine/tasks/task.h"

namespace asyncio::detail {

PendingTasks::Iterator& PendingTasks::Iterator::operator++() noexcept {
    task_ = task_->next_;
    return *this;
}

void PendingTasks::add(TaskBase& task) noexcept {
    task.previous_ = last_;
    (last_ ? last_->next_ : first_) = &task;
    last_ = &task;
}

void PendingTasks::remove(TaskBase& task) noexcept {
    if (first_ != &task && !task.previous_) return;
    (task.previous_ ? task.previous_->next_ : first_) = task.next_;
    (task.next_ ? task.next_->previous_ : last_) = task.previous_;
    task.previous_ = task.next_ = nullptr;
}

}  // namespace asyncio::detail
