// Python's gc, as far as asyncio is concerned: who holds which task, and what becomes of those that nobody
// holds. C++ counts references, so that tasks and futures that hold each other stay for ever. A collection
// finds them.
#pragma once

#include "engine/base/ledger.h"
#include "engine/tasks/task.h"

#include <cstddef>
#include <memory>
#include <source_location>

namespace asyncio {

namespace detail {

// Tells the observer which futures the variables of a task's coroutines hold, as far as it changed since the
// last call; nothing without a ledger. Called when a step ends.
void report_frames(const TaskBase& task);

}  // namespace detail

namespace gc {

// While it lives, this thread keeps a ledger of every reference: what collect() decides by, and what
// recordings say about variables. It must be there before the first coroutine is called. Costs some memory
// and about 100 ns for each copy of a handle.
class Tracking {
public:
    Tracking();
    Tracking(const Tracking&) = delete;
    Tracking& operator=(const Tracking&) = delete;
    ~Tracking();

private:
    detail::Ledger ledger_;
    detail::Ledger* outer_;
};

// Python's gc.collect(), for the tasks of the running loop: those that nothing holds but each other, and what
// they hold, are destroyed, in order of creation; the loop's exception handler hears "Task was destroyed but
// it is pending!". What is ready or has a timer is held, and so is what a variable or a container holds,
// unless that belongs to a coroutine of such a task. Returns how many tasks went; 0 without a Tracking.
std::size_t collect(std::source_location where = std::source_location::current());

}  // namespace gc
}  // namespace asyncio
