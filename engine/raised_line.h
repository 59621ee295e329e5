// The line that raised the exception with which a task fails: where the exception was made, if one of the
// task's own coroutines did so in its latest step. What was thrown into its await comes from elsewhere.
#pragma once

#include <exception>
#include <source_location>
#include <vector>

namespace asyncio {

class TaskBase;

namespace detail {

struct PromiseBase;

class RaisedLine {
public:
    // A step begins; `thrown` is thrown into the coroutine, if it is not null.
    void step(const std::exception_ptr& thrown) noexcept {
        thrown_ = address_of(thrown);
        if (!left_.empty()) left_.clear();
    }
    // An exception leaves a coroutine of the running task.
    void left(const PromiseBase& coroutine);
    // Of a task that has just failed; nowhere if it is not known.
    std::source_location of(const TaskBase& task) const;

private:
    // Which exception it is, without keeping it alive: nothing is to happen later because it is recorded.
    static const void* address_of(const std::exception_ptr& error) noexcept;

    const void* thrown_ = nullptr;
    std::vector<const char*> left_;  // the functions of those coroutines
};

}  // namespace detail

}  // namespace asyncio
