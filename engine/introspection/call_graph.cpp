#include "engine/introspection/call_graph.h"

#include "engine/introspection/await_graph.h"
#include "engine/loop/print.h"

#include <algorithm>
#include <map>
#include <ostream>

namespace asyncio {

namespace {

using Nodes = std::vector<detail::CallGraphNode>;

// Python's rule: a positive limit leaves the outermost frames, a negative one the innermost.
void cut(std::vector<FrameCallGraphEntry>& stack, const std::optional<int>& limit) {
    if (!limit) return;
    const auto left = std::min(stack.size(), static_cast<std::size_t>(*limit < 0 ? -*limit : *limit));
    if (*limit < 0)
        stack.resize(left);
    else
        stack.erase(stack.begin(), stack.end() - static_cast<std::ptrdiff_t>(left));
}

std::vector<FrameCallGraphEntry> stack_of(const TaskBase& task, const detail::Stacks& stacks,
                                          const CallGraphOptions& options) {
    std::vector<FrameCallGraphEntry> stack;
    for (StackFrame& frame : stacks.of(task)) stack.push_back({std::move(frame)});
    if (task.get_loop().current_task() == &task)
        stack.erase(stack.begin(),
                    stack.begin() + std::clamp<std::ptrdiff_t>(options.depth - 1, 0,
                                                               static_cast<std::ptrdiff_t>(stack.size())));
    cut(stack, options.limit);
    return stack;
}

class Printer {
public:
    explicit Printer(const Nodes& nodes) : nodes_(nodes), told_(nodes.size()) {}

    // Chains of tasks may be long: a loop, not a recursion.
    std::string text(std::size_t from) {
        begin(from, 0);
        while (!open_.empty()) {
            Open& top = open_.back();
            const auto& awaited_by = nodes_[top.node].awaited_by;
            if (top.next == awaited_by.size()) {
                open_.pop_back();
                continue;
            }
            const std::size_t next = awaited_by[top.next++];
            begin(next, top.level + 1);
        }
        return std::move(text_);
    }

private:
    struct Open {
        std::size_t node, level, next;
    };

    void line(std::size_t level, const std::string& what) {
        if (!text_.empty()) text_ += '\n';
        text_.append(level * 4, ' ');
        text_ += what;
    }
    void begin(std::size_t index, std::size_t level) {
        const detail::CallGraphNode& node = nodes_[index];
        const AnyTask task = node.future.task();
        const std::string name = task ? "* Task(name=" + repr(task.get_name()) + ")" : "* Future()";
        const bool more = !node.call_stack.empty() || !node.awaited_by.empty();
        if (told_[index] && more) return line(level, name + ", see above");
        told_[index] = true;
        line(level, name);
        if (!node.call_stack.empty()) line(level, "  + Call stack:");
        for (const FrameCallGraphEntry& entry : node.call_stack) line(level, "  |   " + text_of(entry.frame));
        if (node.awaited_by.empty()) return;
        line(level, "  + Awaited by:");
        open_.push_back({index, level, 0});
    }
    static std::string text_of(const StackFrame& frame) {
        constexpr const char* kKinds[] = {"", "async ", "async generator "};
        return "File " + repr(frame.file) + (frame.line > 0 ? ", line " + std::to_string(frame.line) : "") +
               ", in " + kKinds[static_cast<int>(frame.kind)] + frame.function + "()";
    }

    const Nodes& nodes_;
    std::vector<bool> told_;
    std::vector<Open> open_;
    std::string text_;
};

std::optional<FutureCallGraph> capture(const detail::FutureRef& future, const CallGraphOptions& options,
                                       const std::source_location& here) {
    const detail::Stacks stacks(future->get_loop(), here);
    const auto nodes = std::make_shared<Nodes>();
    std::map<const FutureBase*, std::size_t> numbers;
    const auto number_of = [&](FutureBase& each) {
        const auto [found, is_new] = numbers.try_emplace(&each, nodes->size());
        if (is_new) nodes->push_back({AnyFuture(detail::FutureRef(&each)), {}, {}});
        return found->second;
    };
    number_of(*future);
    for (std::size_t i = 0; i < nodes->size(); ++i) {
        FutureBase& each = *(*nodes)[i].future.state();
        if (each.is_task())
            (*nodes)[i].call_stack = stack_of(static_cast<const TaskBase&>(each), stacks, options);
        for (FutureBase* waiter : detail::awaiters_of(each)) {
            const std::size_t number = number_of(*waiter);
            (*nodes)[i].awaited_by.push_back(number);
        }
    }
    return FutureCallGraph(nodes, 0);
}

void write(const std::string& text, const CallGraphOptions& options, const std::source_location& here) {
    if (options.file)
        *options.file << text << '\n';
    else
        print_line(text, here);
}

}  // namespace

const AnyFuture& FutureCallGraph::future() const { return (*nodes_)[index_].future; }

Tuple<FrameCallGraphEntry> FutureCallGraph::call_stack() const { return (*nodes_)[index_].call_stack; }

Tuple<FutureCallGraph> FutureCallGraph::awaited_by() const {
    Tuple<FutureCallGraph> waiters;
    for (const std::size_t index : (*nodes_)[index_].awaited_by) waiters.emplace_back(nodes_, index);
    return waiters;
}

std::optional<FutureCallGraph> capture_call_graph(const AnyFuture& future, CallGraphOptions options,
                                                  std::source_location here) {
    return future ? capture(future.state(), options, here) : capture_call_graph(options, here);
}

std::optional<FutureCallGraph> capture_call_graph(CallGraphOptions options, std::source_location here) {
    EventLoop* loop = detail::running_loop();
    if (!loop)
        throw RuntimeError(
            "capture_call_graph() is called outside of a running event loop and no *future* to introspect "
            "was provided");
    if (!loop->current_task()) return std::nullopt;
    return capture(detail::FutureRef(loop->current_task()), options, here);
}

std::string FrameCallGraphEntry::repr() const {
    return "FrameCallGraphEntry(frame=<frame, file " + asyncio::repr(frame.file) + ", line " +
           std::to_string(frame.line) + ", code " + frame.function + ">)";
}

// Chains of tasks may be long: a loop, not a recursion.
std::string FutureCallGraph::repr() const {
    struct Open {
        const std::vector<std::size_t>& awaited_by;
        std::size_t next = 0;
    };
    std::vector<bool> told(nodes_->size());
    std::vector<Open> open;
    std::string text;
    const auto begin = [&](std::size_t index) {
        const detail::CallGraphNode& node = (*nodes_)[index];
        if (told[index]) return void(text += "...");
        told[index] = true;
        text += "FutureCallGraph(future=" + node.future.repr() + ", call_stack=" + node.call_stack.repr() +
                ", awaited_by=(";
        open.push_back({node.awaited_by});
    };
    for (begin(index_); !open.empty();) {
        auto& [awaited_by, next] = open.back();
        if (next < awaited_by.size()) {
            if (next > 0) text += ", ";
            begin(awaited_by[next++]);
        } else {
            text += next == 1 ? ",))" : "))";
            open.pop_back();
        }
    }
    return text;
}

std::string FutureCallGraph::text() const { return Printer(*nodes_).text(index_); }

std::string format_call_graph(const AnyFuture& future, CallGraphOptions options, std::source_location here) {
    const auto graph = capture_call_graph(future, options, here);
    return graph ? graph->text() : std::string();
}
std::string format_call_graph(CallGraphOptions options, std::source_location here) {
    return format_call_graph(AnyFuture(), options, here);
}
void print_call_graph(const AnyFuture& future, CallGraphOptions options, std::source_location here) {
    write(format_call_graph(future, options, here), options, here);
}
void print_call_graph(CallGraphOptions options, std::source_location here) {
    write(format_call_graph(options, here), options, here);
}

void future_add_to_awaited_by(const AnyFuture& future, const AnyFuture& waiter) {
    future.state()->add_awaited_by(*waiter.state());
}
void future_discard_from_awaited_by(const AnyFuture& future, const AnyFuture& waiter) {
    future.state()->discard_awaited_by(*waiter.state());
}

}  // namespace asyncio
