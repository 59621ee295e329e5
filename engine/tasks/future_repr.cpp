// How tasks, futures and handles show.
#include "engine/base/short_repr.h"
#include "engine/loop/handle.h"
#include "engine/tasks/task.h"
#include "engine/waiting/gather.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace asyncio {

namespace detail {

// Python's qualified names of asyncio's own callbacks.
std::string callback_name(const Runnable& callback) {
    if (callback.kind() == ObjectKind::task) return "Task.task_wakeup";
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kOwn{{
        {"gather", "gather.<locals>._done_callback"},
        {"shield", "shield.<locals>._inner_done_callback"},
        {"shield outer", "shield.<locals>._outer_done_callback"},
        {"wait", "_wait.<locals>._on_completion"},
        {"wait_for", "_release_waiter"},
        {"as_completed", "_AsCompletedIterator._handle_completion"},
        {"TaskGroup", "TaskGroup._on_task_done"},
        {"run_until_complete", "_run_until_complete_cb"},
        {"set_state", "_chain_future.<locals>._set_state"},
        {"_SelectorSocketTransport.connection_lost", "_SelectorSocketTransport._call_connection_lost"},
        {"_SelectorTransport.connection_lost", "_SelectorTransport._call_connection_lost"},
        {"_UnixReadPipeTransport.connection_lost", "_UnixReadPipeTransport._call_connection_lost"},
        {"_UnixWritePipeTransport.connection_lost", "_UnixWritePipeTransport._call_connection_lost"},
        {"BaseSubprocessTransport.connection_lost", "BaseSubprocessTransport._call_connection_lost"},
    }};
    const std::string_view name = callback.qualified_name();
    if (callback.internal_call())
        for (const auto& [ours, pythons] : kOwn)
            if (name == ours) return std::string(pythons);
    return std::string(name);
}

}  // namespace detail

namespace {

std::string place(const std::source_location& where) {
    return std::string(where.file_name()) + ":" + std::to_string(where.line());
}

std::string callbacks_of(const FutureBase& future) {
    std::vector<const detail::Runnable*> all;
    future.for_each_callback([&](const detail::Runnable& each) { all.push_back(&each); });
    if (all.empty()) return {};
    std::string text = " cb=[" + detail::callback_name(*all.front()) + "()";
    if (all.size() > 2) text += ", <" + std::to_string(all.size() - 2) + " more>";
    if (all.size() > 1) text += ", " + detail::callback_name(*all.back()) + "()";
    return text + "]";
}

// A line only where that is known: of a coroutine that stands at an await.
std::string coroutine_of(const TaskBase& task) {
    const std::optional<CoroutineView> coroutine = task.get_coro();
    if (!coroutine) return {};
    // A call of a generator, which is no coroutine of the program.
    if (coroutine->name().starts_with("async_generator_"))
        return " coro=<<" + coroutine->name() + " without __name__>()>";
    const std::string text = " coro=<" + coroutine->name() + "() ";
    if (task.done()) return text + "done>";
    const std::vector<StackFrame> frames = detail::Stacks(task.get_loop(), {}).of(task);
    if (frames.empty() || frames.back().function != coroutine->name()) return text + "running>";
    const std::uint32_t line = frames.back().line;
    return text + "running at " + frames.back().file + (line > 0 ? ":" + std::to_string(line) : "") + ">";
}

// What stands before and behind what a task waits for.
std::string begin_of(const FutureBase& future) {
    const bool is_task = future.is_task();
    const auto* task = is_task ? static_cast<const TaskBase*>(&future) : nullptr;
    const auto* gather = future.kind() == detail::ObjectKind::gather
                             ? static_cast<const detail::GatherBase*>(&future)
                             : nullptr;
    std::string text = is_task ? "<Task " : gather && !gather->is_empty() ? "<_GatheringFuture " : "<Future ";
    if (task && task->cancelling() > 0 && !task->done())
        text += "cancelling";
    else
        text += !future.done() ? "pending" : future.cancelled() ? "cancelled" : "finished";
    if (task) text += " name=" + repr(task->name()) + coroutine_of(*task);
    return text;
}

std::string end_of(const FutureBase& future, const std::source_location& created_at) {
    std::string text;
    if (future.failed())
        text += " exception=" + repr(future.stored_error());
    else if (future.done() && !future.cancelled())
        text += " result=" + detail::short_repr(future.result_repr());
    text += callbacks_of(future);
    if (created_at.line() > 0) text += " created at " + place(created_at);
    return text + ">";
}

}  // namespace

// Tasks that wait for each other may be many: a loop, not a recursion.
std::string FutureBase::repr() const {
    // By this call, and by those in whose midst it is made: a result may be a future.
    thread_local std::vector<const FutureBase*> being_shown;
    struct Restore {
        ~Restore() { being_shown.resize(size); }
        std::size_t size = being_shown.size();
    } const restore;
    std::string text;
    std::vector<std::string> ends;
    for (const FutureBase* each = this; each;) {
        if (std::find(being_shown.begin(), being_shown.end(), each) != being_shown.end()) {
            text += "...";  // it waits, by way of others, for itself, or its result is itself
            break;
        }
        being_shown.push_back(each);
        text += begin_of(*each);
        ends.push_back(end_of(*each, each->rare_ ? each->rare_->created_at : std::source_location()));
        each = each->is_task() ? static_cast<const TaskBase*>(each)->awaited() : nullptr;
        if (each) text += " wait_for=";
    }
    for (; !ends.empty(); ends.pop_back()) text += ends.back();
    return text;
}

namespace detail {

std::string HandleState::repr() const {
    std::string text = when_ == kAtOnce ? "<Handle" : "<TimerHandle";
    if (handle_cancelled()) text += " cancelled";
    if (when_ != kAtOnce) text += " when=" + asyncio::repr(when_);
    if (!handle_cancelled() || loop_->get_debug()) text += " " + detail::callback_name(*callback_) + "()";
    if (created_at_.line() > 0) text += " created at " + place(created_at_);
    return text + ">";
}

std::string repr_of_call(const Runnable& call) {
    if (call.kind() == ObjectKind::task) return static_cast<const TaskBase&>(call).repr();
    if (const auto* handle = dynamic_cast<const HandleState*>(&call)) return handle->repr();
    return "<Handle " + detail::callback_name(call) + "()>";
}

}  // namespace detail
}  // namespace asyncio
