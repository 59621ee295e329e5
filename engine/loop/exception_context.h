// What call_exception_handler() is given, and an exception handler is told.
#pragma once

#include "engine/base/extra_info.h"
#include "engine/loop/context.h"
#include "engine/tasks/any_future.h"

#include <exception>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncio {

// An object of an ExceptionContext that is there to be shown: by its repr. False if absent.
class ContextObject {
public:
    ContextObject() = default;
    explicit ContextObject(std::string shown) : shown_(std::move(shown)) {}
    template <detail::HasReprMember T>
    requires(!std::is_same_v<T, ContextObject>) ContextObject(const T& object) : shown_(object.repr()) {}

    explicit operator bool() const noexcept { return !shown_.empty(); }
    std::string repr() const { return shown_.empty() ? "None" : shown_; }

private:
    std::string shown_;
};

struct GivenExceptionContext;

// What an exception handler is told. Empty members are absent, as keys of Python's dict would be.
struct ExceptionContext {
    std::string message = {};
    std::exception_ptr exception = {};
    AnyFuture future = {};  // also a task whose exception nobody retrieved
    AnyFuture task = {};
    ContextObject handle = {};     // a callback raised it
    ContextObject transport = {};  // a connection did
    ContextObject protocol = {};
    std::string asyncgen = {};                    // the repr of a generator that could not be closed
    std::map<std::string, ExtraInfo> extra = {};  // what else a program tells: {{"detail", 5}}
    // For the engine: in which the handler is called, that of the callback or the task. Null: the current
    // one.
    detail::ContextHandle context = {};

    // The keys that Python's context would have, sorted.
    std::vector<std::string> keys() const;
    // Python's `key in context`.
    bool contains(std::string_view key) const;
    // Python's context.get(key, otherwise) and context[key], which throws KeyError: what prints as the value.
    // The members have it by its type.
    ExtraInfo get(std::string_view key, ExtraInfo otherwise = {}) const;
    ExtraInfo operator[](std::string_view key) const;
    // As the dict.
    std::string repr() const;
    operator GivenExceptionContext() const;
};

// The same as an argument, in which the exception may be given as itself: {.exception = ValueError("odd")}.
struct GivenExceptionContext {
    std::string message = {};
    GivenException exception = nullptr;
    AnyFuture future = {};
    AnyFuture task = {};
    ContextObject handle = {};
    ContextObject transport = {};
    ContextObject protocol = {};
    std::string asyncgen = {};
    std::map<std::string, ExtraInfo> extra = {};
    detail::ContextHandle context = {};
};

}  // namespace asyncio
