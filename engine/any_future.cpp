#include "engine/any_future.h"

#include "engine/task.h"

namespace asyncio {

AnyFuture::AnyFuture(const AnyTask& task) {
    if (task) state_ = detail::FutureRef(&task.task());
}

std::string AnyFuture::get_name() const {
    if (!state_->is_task()) throw AttributeError("'Future' object has no attribute 'get_name'");
    return static_cast<const TaskBase&>(*state_).name();
}

}  // namespace asyncio
