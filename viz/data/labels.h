// What people call things in the window: short, and the same everywhere.
#pragma once

#include "engine/trace/object_index.h"

#include <string>
#include <string_view>

namespace loopscope::viz {

// "3 s", "0.25 s", "1.000002 s": seconds without needless zeros.
std::string seconds_text(std::int64_t ns);

// "task", "sleep", "connection", ...
std::string_view kind_text(trace::ObjectKind kind);
// The same in the texts of the window: "kind.task".
std::string kind_key(trace::ObjectKind kind);

// "A", "sleep until 3 s", "gather", "future 2", by the last name it had. "?" for 0.
std::string label_of(const trace::Recording& recording, const trace::ObjectIndex& objects,
                     trace::ObjectId id);

inline bool is_task(const trace::ObjectIndex& objects, trace::ObjectId id) {
    return objects.knows(id) && objects[id].kind == trace::ObjectKind::task;
}

}  // namespace loopscope::viz
