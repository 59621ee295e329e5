// What nobody else takes care of: call_exception_handler() and its context.
#include "engine/event_loop.h"
#include "engine/task.h"

#include <algorithm>

namespace asyncio {

std::vector<std::string> ExceptionContext::keys() const {
    std::vector<std::string> keys;
    if (!asyncgen.empty()) keys.emplace_back("asyncgen");
    if (exception) keys.emplace_back("exception");
    if (future) keys.emplace_back("future");
    if (handle) keys.emplace_back("handle");
    if (!message.empty()) keys.emplace_back("message");
    if (protocol) keys.emplace_back("protocol");
    if (task) keys.emplace_back("task");
    if (transport) keys.emplace_back("transport");
    for (const auto& [key, value] : extra) keys.push_back(key);
    std::sort(keys.begin(), keys.end());
    return keys;
}

bool ExceptionContext::contains(std::string_view key) const {
    const auto all = keys();
    return std::find(all.begin(), all.end(), key) != all.end();
}

namespace {

std::string default_report(const ExceptionContext& context) {
    std::string text = context.message.empty() ? "Unhandled exception in event loop" : context.message;
    for (const auto& [key, value] : context.extra) text += "\n" + key + ": " + value.repr();
    if (context.future) text += "\nfuture: " + context.future.repr();
    if (context.task) text += "\ntask: " + context.task.repr();
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

void EventLoop::call_exception_handler(const ExceptionContext& context) {
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
