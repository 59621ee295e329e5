// Tasks whose first step runs at once.
#pragma once

#include "engine/tasks/task.h"

namespace asyncio {

// A task factory that starts tasks eagerly (unless eager_start is false): the first step runs inside of
// create_task(). A task that ends there costs no turn of the loop.
struct EagerTaskFactory {
    AnyTask operator()(EventLoop& loop, const AnyCoroutine& coroutine, TaskOptions options) const;
    // Called by a program itself.
    template <class T>
    Task<T> operator()(EventLoop& loop, Coroutine<T> coroutine, TaskOptions options = {},
                       std::source_location where = std::source_location::current()) const {
        if (!options.eager_start) options.eager_start = true;
        return loop.make_task(std::move(coroutine), options, false, where);
    }
    // Python's `loop.get_task_factory() is eager_task_factory`.
    friend bool operator==(const TaskFactory& factory, EagerTaskFactory) noexcept {
        return factory.target<EagerTaskFactory>() != nullptr;
    }
};
inline constexpr EagerTaskFactory eager_task_factory;
// The same of a plain function.
template <class... Args>
bool operator==(const TaskFactory& factory, AnyTask (*function)(Args...)) noexcept {
    const auto* const held = factory.target<AnyTask (*)(Args...)>();
    return held && *held == function;
}
// The same for a `constructor` of the program's own.
TaskFactory create_eager_task_factory(TaskFactory constructor);

}  // namespace asyncio
