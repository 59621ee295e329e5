// What an exception handler is told: Python's context dict.
#pragma once

#include "engine/any_future.h"
#include "engine/context.h"
#include "engine/extra_info.h"

#include <exception>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace asyncio {

// Empty members are absent, as keys of Python's dict would be.
struct ExceptionContext {
    std::string message = {};
    std::exception_ptr exception = {};
    AnyFuture future = {};  // also a task whose exception nobody retrieved
    AnyFuture task = {};
    bool handle = false;     // a callback raised it
    bool transport = false;  // a connection did
    bool protocol = false;
    std::string asyncgen = {};                    // the repr of a generator that could not be closed
    std::map<std::string, ExtraInfo> extra = {};  // what else a program tells: {{"detail", 5}}
    // For the engine: in which the handler is called, that of the callback or the task. Null: the current
    // one.
    detail::ContextHandle context = {};

    // The keys that Python's context would have, sorted.
    std::vector<std::string> keys() const;
    // Python's `key in context`.
    bool contains(std::string_view key) const;
};

}  // namespace asyncio
