#include "engine/tasks/stack.h"

#include "engine/base/source_location.h"
#include "engine/loop/eager_step.h"
#include "engine/tasks/task.h"

#include <ostream>

namespace asyncio {

namespace detail {

namespace {

// g++ 12 calls the body of a coroutine `void f(f(int)::_Z1fi.Frame*)`, but in some places, as before its
// first await, `Coroutine<> f(int)`. Whether `body` is the first and `function` the second of one coroutine.
bool is_body_of(std::string_view body, std::string_view function) {
    const auto end = body.rfind("::_Z");
    if (end == std::string_view::npos || !body.ends_with(".Frame*)")) return false;
    body = body.substr(0, end);
    const std::string name = function_name(function) + "(";
    for (auto at = body.find('('); at != std::string_view::npos; at = body.find('(', at + 1)) {
        const std::string_view own = body.substr(at + 1);
        if (own.find(name) != std::string_view::npos && function.ends_with(own)) return true;
    }
    return false;
}

// Whether `here` is in the body of the coroutine that stands at `where`.
bool same_function(const std::source_location& here, const std::source_location& where) {
    const std::string_view mine = here.function_name(), its = where.function_name();
    if (std::string_view(here.file_name()) != where.file_name()) return false;
    return mine == its || is_body_of(its, mine) ||
           (mine.find(".Frame*") != std::string_view::npos && function_name(mine) == function_name(its));
}

// Perhaps a body, which is no function of its own in Python; perhaps a method of the manager.
bool called_by_async_with(const PromiseBase& frame) {
    if (!frame.caller) return false;
    const std::string_view caller = frame.caller->where.file_name();
    return is_engine_file(caller) && caller.ends_with("async_with.h");
}

}  // namespace

Stacks::Stacks(const EventLoop& loop, const std::source_location& here)
    : loop_(loop), here_(here), generators_(loop.generator_bodies()) {}

// Null: the task does not run. Where it runs is known only from what it calls, as awaits are behind it.
const std::source_location* Stacks::place_of_running(const TaskBase& task) const {
    if (loop_.current_task() == &task) return &here_;
    for (const EagerStep* step = loop_.eager_step(); step; step = step->outer())
        if (step->starter() == &task) return &step->where();
    return nullptr;
}

std::vector<StackFrame> Stacks::of(const TaskBase& task) const {
    std::vector<StackFrame> frames;
    bool may_be_body = false;  // the last one, of an async_with() of the next
    const std::source_location* running = place_of_running(task);
    for (const PromiseBase* each = task.innermost(); each; each = each->caller) {
        const std::source_location& where = each->where;
        if (generators_.contains(each) && !running) {  // as CPython, which cannot look through a generator
            frames.clear();
            may_be_body = false;
            continue;
        }
        if (!is_engine_file(where.file_name())) {
            StackFrame frame = {
                where.file_name(), task.started() ? where.line() : 0, function_name(where.function_name()),
                generators_.contains(each) ? StackFrame::Kind::generator : StackFrame::Kind::coroutine};
            if (may_be_body && frames.back().function == frame.function)
                frames.back().kind = frame.kind;
            else
                frames.push_back(std::move(frame));
            may_be_body = called_by_async_with(*each);
        }
        if (!running || each != task.innermost()) continue;
        if (!frames.empty()) frames.back().line = 0;
        if (is_engine_file(running->file_name())) continue;
        if (!frames.empty() && same_function(*running, where))
            frames.back().line = running->line();
        else
            frames.insert(frames.begin(), {running->file_name(), running->line(),
                                           function_name(std::string_view(running->function_name())),
                                           StackFrame::Kind::function});
    }
    return frames;
}

}  // namespace detail

const char* TaskBase::coroutine_function() const noexcept {
    if (done()) return function_;
    const detail::PromiseBase* root = innermost_;
    while (root && root->caller) root = root->caller;
    return root ? root->where.function_name() : nullptr;
}

std::optional<CoroutineView> TaskBase::get_coro() const {
    const char* function = coroutine_function();
    if (!function) return std::nullopt;
    return CoroutineView(detail::function_name(std::string_view(function)));
}

std::vector<StackFrame> TaskBase::get_stack(const StackOptions& options,
                                            const std::source_location& here) const {
    std::vector<StackFrame> frames = detail::Stacks(*loop_, here).of(*this);
    if (options.limit.value_or(1) <= 0 || frames.empty()) return {};
    return {std::move(frames.back())};
}

void TaskBase::print_stack(const PrintStackOptions& options, const std::source_location& here) const {
    const std::vector<StackFrame> frames = get_stack({options.limit}, here);
    std::string text =
        frames.empty() ? "No stack for " + repr() : "Stack for " + repr() + " (most recent call last):";
    for (const StackFrame& frame : frames) {
        text += "\n  File \"" + frame.file + "\"";
        if (frame.line > 0) text += ", line " + std::to_string(frame.line);
        text += ", in " + frame.function;
        if (const std::string source = detail::source_line(frame.file, frame.line); !source.empty())
            text += "\n    " + source;
    }
    if (failed()) {
        const std::string message = str(stored_error());
        text += "\n" + type_name(stored_error()) + (message.empty() ? "" : ": " + message);
    }
    if (options.file)
        *options.file << text << '\n';
    else
        loop_->print(text, here);
}

}  // namespace asyncio
