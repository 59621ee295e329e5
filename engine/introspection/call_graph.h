// Looking at tasks from inside the program: what they are, where they stand, and who waits for them.
#pragma once

#include "engine/base/repr.h"
#include "engine/tasks/stack.h"
#include "engine/tasks/task.h"

#include <cstddef>
#include <iosfwd>
#include <memory>
#include <optional>
#include <source_location>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace asyncio {

namespace detail {
template <class T>
std::true_type is_future_type(const Future<T>&);
std::false_type is_future_type(...);
template <class T>
inline constexpr bool is_coroutine_type = false;
template <class T>
inline constexpr bool is_coroutine_type<Coroutine<T>> = true;
template <class F>
struct ReturnsCoroutine : std::false_type {};
template <class R, class... Args>
struct ReturnsCoroutine<R(Args...)> : std::bool_constant<is_coroutine_type<R>> {};
template <class R, class... Args>
struct ReturnsCoroutine<R (*)(Args...)> : ReturnsCoroutine<R(Args...)> {};
template <class C, class R, class... Args>
struct ReturnsCoroutine<R (C::*)(Args...)> : ReturnsCoroutine<R(Args...)> {};
template <class C, class R, class... Args>
struct ReturnsCoroutine<R (C::*)(Args...) const> : ReturnsCoroutine<R(Args...)> {};
template <class F>
requires requires { &F::operator(); }
struct ReturnsCoroutine<F> : ReturnsCoroutine<decltype(&F::operator())> {};
}  // namespace detail

// Whether something is a Future or Task, a Coroutine, or a function that makes one. C++ knows when it
// compiles.
template <class T>
constexpr bool isfuture(const T&) {
    return std::is_same_v<T, AnyTask> || std::is_same_v<T, AnyFuture> ||
           decltype(detail::is_future_type(std::declval<T>()))::value;
}
template <class T>
constexpr bool iscoroutine(const T&) {
    return detail::is_coroutine_type<T>;
}
// Not for a function object with several operator(), such as a generic lambda: false.
template <class F>
constexpr bool iscoroutinefunction(const F&) {
    return detail::ReturnsCoroutine<F>::value;
}

struct FrameCallGraphEntry {
    StackFrame frame;
    std::string repr() const;
};

namespace detail {
struct CallGraphNode;
}

// What is a tuple in Python, and shown as one.
template <class T>
struct Tuple : std::vector<T> {
    using std::vector<T>::vector;
    Tuple(std::vector<T> all) : std::vector<T>(std::move(all)) {}
    std::string repr() const { return detail::repr_range(*this, "(", this->size() == 1 ? ",)" : ")"); }
};

// A future or task, where it stands, and who waits for it. Of a graph in which each task is there once,
// however many wait for it, and which may have circles. A handle: it holds the whole graph, and that the
// futures.
class FutureCallGraph {
public:
    using Nodes = std::shared_ptr<const std::vector<detail::CallGraphNode>>;
    FutureCallGraph(Nodes nodes, std::size_t index) : nodes_(std::move(nodes)), index_(index) {}

    const AnyFuture& future() const;
    // Innermost first; empty of a future.
    Tuple<FrameCallGraphEntry> call_stack() const;
    // In order of creation.
    Tuple<FutureCallGraph> awaited_by() const;
    // As Python shows it; `...` for one that comes again, as of a circle.
    std::string repr() const;
    // What format_call_graph() gives.
    std::string text() const;
    // The same future of the same graph.
    friend bool operator==(const FutureCallGraph&, const FutureCallGraph&) = default;

private:
    Nodes nodes_;
    std::size_t index_;
};

namespace detail {
struct CallGraphNode {
    AnyFuture future;
    Tuple<FrameCallGraphEntry> call_stack;
    std::vector<std::size_t> awaited_by;  // indices
};
}  // namespace detail

// Trivial on purpose: see TaskOptions.
struct CallGraphOptions {
    int depth = 1;  // of the running task's stack without its innermost `depth - 1` frames
    // At most so many frames a stack: the outermost, or the innermost if it is negative.
    std::optional<int> limit = {};
    std::ostream* file = nullptr;  // where print_call_graph() writes; null: where print() does
};

// Who waits for `future`, or for the running task, and who for them. Empty if no task runs. Throws
// RuntimeError without a `future` outside of a running loop. The line of the running task is that of this
// call.
std::optional<FutureCallGraph> capture_call_graph(
    const AnyFuture& future, CallGraphOptions options = {},
    std::source_location here = std::source_location::current());
std::optional<FutureCallGraph> capture_call_graph(
    CallGraphOptions options = {}, std::source_location here = std::source_location::current());
// The same as text. A task that comes again, because several wait for it or in a circle, is not told again.
std::string format_call_graph(const AnyFuture& future, CallGraphOptions options = {},
                              std::source_location here = std::source_location::current());
std::string format_call_graph(CallGraphOptions options = {},
                              std::source_location here = std::source_location::current());
void print_call_graph(const AnyFuture& future, CallGraphOptions options = {},
                      std::source_location here = std::source_location::current());
void print_call_graph(CallGraphOptions options = {},
                      std::source_location here = std::source_location::current());

// For what waits by callbacks of its own: the call graph shows `waiter` among those who await `future`.
void future_add_to_awaited_by(const AnyFuture& future, const AnyFuture& waiter);
void future_discard_from_awaited_by(const AnyFuture& future, const AnyFuture& waiter);

}  // namespace asyncio
