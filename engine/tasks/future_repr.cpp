// How tasks, futures and handles show.
#include "engine/base/short_repr.h"
#include "engine/loop/handle.h"
#include "engine/tasks/task.h"
#include "engine/waiting/gather.h"
#include "engine/waiting/shield.h"

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
        {"wait_for", "_release_waiter()"},  // a partial()
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

void add_names(const FutureBase& future, const detail::Runnable& callback, std::vector<std::string>& names) {
    if (callback.kind() == detail::ObjectKind::shield &&
        static_cast<const detail::ShieldBase&>(callback).made_in_task())
        names.emplace_back("shield.<locals>._clear_awaited_by_callback");
    std::string name = detail::callback_name(callback);
    if (name == "chain_future" && callback.internal_call())
        name = std::string("_chain_future.<locals>.") +
               (future.is_task() ? "_call_set_state" : "_call_check_cancel");
    names.push_back(std::move(name));
}

std::string callbacks_of(const FutureBase& future) {
    std::vector<std::string> all;
    future.for_each_callback([&](const detail::Runnable& each) { add_names(future, each, all); });
    if (all.empty()) return {};
    std::string text = " cb=[" + all.front() + "()";
    if (all.size() > 2) text += ", <" + std::to_string(all.size() - 2) + " more>";
    if (all.size() > 1) text += ", " + all.back() + "()";
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

// By a call of repr(), and by those in whose midst it is made: a result may be a future. A chain on the
// stack, as a future may still be shown when the thread's variables are gone.
struct BeingShown {
    BeingShown() : outer(innermost) { innermost = this; }
    BeingShown(const BeingShown&) = delete;
    BeingShown& operator=(const BeingShown&) = delete;
    ~BeingShown() { innermost = outer; }

    static bool has(const FutureBase* future) {
        for (const BeingShown* each = innermost; each; each = each->outer)
            if (std::find(each->futures.begin(), each->futures.end(), future) != each->futures.end())
                return true;
        return false;
    }

    static constinit thread_local const BeingShown* innermost;
    std::vector<const FutureBase*> futures;
    const BeingShown* outer;
};
constinit thread_local const BeingShown* BeingShown::innermost = nullptr;

}  // namespace

// Tasks that wait for each other may be many: a loop, not a recursion.
std::string FutureBase::repr() const {
    BeingShown shown;
    std::string text;
    std::vector<std::string> ends;
    for (const FutureBase* each = this; each;) {
        if (BeingShown::has(each)) {
            text += "...";  // it waits, by way of others, for itself, or its result is itself
            break;
        }
        shown.futures.push_back(each);
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
