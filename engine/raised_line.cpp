#include "engine/raised_line.h"

#include "engine/tasks/task.h"

#include <algorithm>
#include <cstring>

namespace asyncio::detail {

const void* RaisedLine::address_of(const std::exception_ptr& error) noexcept {
    const void* address = nullptr;
    static_assert(sizeof address == sizeof error);
    std::memcpy(&address, &error, sizeof address);
    return address;
}

void RaisedLine::left(const PromiseBase& coroutine) { left_.push_back(coroutine.where.function_name()); }

std::source_location RaisedLine::of(const TaskBase& task) const {
    const std::exception_ptr& error = task.stored_error();
    if (!task.failed() || address_of(error) == thrown_) return {};
    const std::source_location made = made_at(error);
    const auto made_here = [&](const char* function) {
        return function && std::strcmp(function, made.function_name()) == 0;
    };
    const bool own =
        made_here(task.coroutine_function()) || std::any_of(left_.begin(), left_.end(), made_here);
    return own ? made : std::source_location();
}

}  // namespace asyncio::detail
