// What an object is called where people read it.
#pragma once

#include "engine/trace/object_index.h"

#include <string>

namespace loopscope::trace {

// "task worker", "sleep until 1.000", "gather", "future 2", "Lock.acquire": as in the step log. The name is
// the one it had just after event `at`. Objects without a name are called by their kind and number, unknown
// ones "object 17".
std::string describe(const Recording& recording, const ObjectIndex& index, ObjectId id,
                     EventIndex at = kNever);

// The same, but a task is just its name.
std::string short_name(const Recording& recording, const ObjectIndex& index, ObjectId id,
                       EventIndex at = kNever);

// Of an `enter`: what the task's coroutine was called with, as far as it is text or numbers: "'A', 3".
std::string arguments_of(const Recording& recording, const Event& enter);

// "task", "transport", "task group".
std::string_view kind_name(ObjectKind kind);

// Nanoseconds as seconds with three decimals: "1.000".
std::string format_seconds(std::int64_t ns);

}  // namespace loopscope::trace
