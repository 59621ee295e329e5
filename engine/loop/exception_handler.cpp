// What nobody else takes care of: call_exception_handler() and its context.
#include "engine/loop/event_loop.h"
#include "engine/tasks/task.h"

#include <algorithm>

namespace asyncio {

namespace {

// What there is besides the message, in the order of Python's dicts.
std::vector<std::pair<std::string, std::string>> shown(const ExceptionContext& context) {
    std::vector<std::pair<std::string, std::string>> items;
    if (context.exception) items.emplace_back("exception", repr(context.exception));
    if (context.future) items.emplace_back("future", context.future.repr());
    if (context.task) items.emplace_back("task", context.task.repr());
    if (context.handle) items.emplace_back("handle", context.handle.repr());
    if (context.transport) items.emplace_back("transport", context.transport.repr());
    if (context.protocol) items.emplace_back("protocol", context.protocol.repr());
    if (!context.asyncgen.empty()) items.emplace_back("asyncgen", context.asyncgen);
    for (const auto& [key, value] : context.extra) items.emplace_back(key, value.repr());
    return items;
}

}  // namespace

std::vector<std::string> ExceptionContext::keys() const {
    std::vector<std::string> keys;
    if (!message.empty()) keys.emplace_back("message");
    for (auto& [key, value] : shown(*this)) keys.push_back(std::move(key));
    std::sort(keys.begin(), keys.end());
    return keys;
}

std::string ExceptionContext::repr() const {
    std::string text;
    if (!message.empty()) text += "'message': " + asyncio::repr(message);
    for (const auto& [key, value] : shown(*this))
        text += (text.empty() ? "" : ", ") + asyncio::repr(key) + ": " + value;
    return "{" + text + "}";
}

bool ExceptionContext::contains(std::string_view key) const {
    const auto all = keys();
    return std::find(all.begin(), all.end(), key) != all.end();
}

ExtraInfo ExceptionContext::get(std::string_view key, ExtraInfo otherwise) const {
    if (!contains(key)) return otherwise;
    if (key == "message") return message;
    if (key == "exception") return exception;
    if (key == "future") return future;
    if (key == "task") return task;
    if (key == "handle") return handle;
    if (key == "transport") return transport;
    if (key == "protocol") return protocol;
    if (key == "asyncgen") return ContextObject(asyncgen);
    return extra.find(std::string(key))->second;
}

ExtraInfo ExceptionContext::operator[](std::string_view key) const {
    if (!contains(key)) throw KeyError(std::string(key));
    return get(key);
}

ExceptionContext::operator GivenExceptionContext() const {
    return {message, exception, future, task, handle, transport, protocol, asyncgen, extra, context};
}

namespace {

ExceptionContext taken(GivenExceptionContext&& given) {
    return {std::move(given.message),  std::move(given.exception).take(), std::move(given.future),
            std::move(given.task),     std::move(given.handle),           std::move(given.transport),
            std::move(given.protocol), std::move(given.asyncgen),         std::move(given.extra),
            std::move(given.context)};
}

std::string default_report(const ExceptionContext& context) {
    std::string text = context.message.empty() ? "Unhandled exception in event loop" : context.message;
    auto items = shown(context);
    std::sort(items.begin(), items.end());
    for (const auto& [key, value] : items)
        if (key != "exception") text += "\n" + key + ": " + value;
    if (!context.exception) return text;
    text += "\n" + type_name(context.exception);
    const std::string what = str(context.exception);
    return what.empty() ? text : text + ": " + what;
}

// Python's rule: that of the task, of the future if that is a task, or of the handle.
detail::ContextHandle context_of_handler(const ExceptionContext& context) {
    const AnyFuture& about = context.task ? context.task : context.future;
    if (!about) return context.context;
    return about.state()->is_task() ? detail::context_of(static_cast<TaskBase&>(*about.state())) : nullptr;
}

}  // namespace

void EventLoop::default_exception_handler(const ExceptionContext& context) {
    report(default_report(context));
}

void EventLoop::call_exception_handler(GivenExceptionContext given) {
    const ExceptionContext context = taken(std::move(given));
    if (observer_) observer_->error(context);
    if (!exception_handler_) return default_exception_handler(context);
    try {
        std::optional<detail::ContextScope> scope;
        if (auto entered = context_of_handler(context)) scope.emplace(std::move(entered));
        exception_handler_(*this, context);
    } catch (...) {
        const std::exception_ptr error = std::current_exception();
        if (detail::leaves_the_loop(error)) throw;
        default_exception_handler({.message = "Unhandled error in exception handler", .exception = error});
    }
}

}  // namespace asyncio
