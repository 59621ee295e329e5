#include "engine/tasks/any_future.h"

#include "engine/tasks/task.h"

namespace asyncio {

AnyFuture::AnyFuture(const AnyTask& task) {
    if (task) state_ = detail::FutureRef(&task.task());
}

AnyTask AnyFuture::task() const {
    if (!state_ || !state_->is_task()) return AnyTask();
    return AnyTask(detail::Ref<TaskBase>(static_cast<TaskBase*>(state_.get())));
}

std::string AnyFuture::get_name() const {
    if (!state_->is_task()) throw AttributeError("'Future' object has no attribute 'get_name'");
    return static_cast<const TaskBase&>(*state_).name();
}

}  // namespace asyncio
