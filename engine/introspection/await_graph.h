// Who waits for whom. Not kept, but read off the callbacks of futures: a future that nobody asks about has no
// edges to pay for, and none can be stale.
#pragma once

#include "engine/base/object.h"

#include <string>
#include <string_view>
#include <vector>

namespace asyncio {

class FutureBase;

namespace detail {

class LoopCore;

// The tasks that wait for `future`, itself or through gather(), shield(), wait(), wait_for(), as_completed()
// or a TaskGroup, the one that starts it eagerly, and what future_add_to_awaited_by() declared. In order of
// creation.
std::vector<FutureBase*> awaiters_of(const FutureBase& future);

// What is before the tasks of a circle in it.
inline constexpr std::string_view kCircle = ": a circle, ";

// The verdict on a loop in which nothing can happen any more: what each task waits for, and the circle in
// which they wait for each other, if there is one.
std::string who_waits_for_what(const LoopCore& loop);

// Whether a task blocks the thread of a loop in which nothing can happen any more: one that awaits nothing.
bool blocks_its_thread(const LoopCore& loop);

}  // namespace detail
}  // namespace asyncio
