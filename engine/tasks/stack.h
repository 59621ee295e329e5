// Where a task stands: its coroutines, from the one that waits outwards, as lines of the program.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <set>
#include <source_location>
#include <string>
#include <vector>

namespace asyncio {

class EventLoop;
class TaskBase;

// Python's frame object, as far as C++ has one.
struct StackFrame {
    // A plain function can only be the one that asks.
    enum class Kind : std::uint8_t { function, coroutine, generator };

    std::string file;        // as compiled
    std::uint32_t line = 0;  // 0: not known, as it has not come to its first await
    std::string function;    // without namespace, class and parameters
    Kind kind = Kind::coroutine;

    friend bool operator==(const StackFrame&, const StackFrame&) = default;
};

// Trivial on purpose: see TaskOptions.
struct StackOptions {
    std::optional<int> limit = {};  // at most so many frames
};
struct PrintStackOptions {
    std::optional<int> limit = {};
    std::ostream* file = nullptr;  // null: where print() writes
};

// What a task runs. Its frame is the task's: this only knows its name.
class CoroutineView {
public:
    explicit CoroutineView(std::string name) : name_(std::move(name)) {}
    // The function's, Python's coro.__name__.
    const std::string& name() const noexcept { return name_; }
    std::string repr() const { return "<coroutine object " + name_ + ">"; }

private:
    std::string name_;
};

namespace detail {

struct PromiseBase;

// The stacks of tasks, innermost first, without frames of the engine's own. Of a task that does not run, as
// in CPython, without what a generator of it runs.
class Stacks {
public:
    // `here`: where the running task asks from; nowhere if another asks.
    Stacks(const EventLoop& loop, const std::source_location& here);
    std::vector<StackFrame> of(const TaskBase& task) const;

private:
    const std::source_location* place_of_running(const TaskBase& task) const;

    const EventLoop& loop_;
    const std::source_location here_;
    const std::set<const PromiseBase*> generators_;
};

}  // namespace detail
}  // namespace asyncio
