#include "engine/tasks/eager_task_factory.h"

namespace asyncio {

AnyTask EagerTaskFactory::operator()(EventLoop& loop, const AnyCoroutine& coroutine,
                                     TaskOptions options) const {
    if (!options.eager_start) options.eager_start = true;
    return coroutine.make_task(loop, options);
}

TaskFactory create_eager_task_factory(TaskFactory constructor) {
    return
        [constructor = std::move(constructor)](EventLoop& loop, AnyCoroutine coroutine, TaskOptions options) {
            if (!options.eager_start) options.eager_start = true;
            return constructor(loop, std::move(coroutine), options);
        };
}

}  // namespace asyncio
