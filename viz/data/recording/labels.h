// What people call things in the window: short, and the same everywhere.
#pragma once

#include "engine/trace/object_index.h"
#include "viz/data/text/words.h"

#include <string>
#include <string_view>

namespace loopscope::viz {

// A number as it is written in that language: "2.5", "2,5".
std::string decimal_text(std::string_view number, const Words& words);
// "3", "0.25", "0.155086669": seconds without needless zeros.
std::string exact_seconds(std::int64_t ns);
// "3 s", "0.25 s", "1.000002 s", but of 0.155086669 "0.155 s": what was measured is rounded.
std::string seconds_text(std::int64_t ns, const Words& words);

// What a kind of object is called in the texts of the window: "kind.task", "kind.connection".
std::string kind_key(trace::ObjectKind kind);

// "A", "sleep until 3 s", "gather", "future 2", by the last name it had. "?" for 0.
std::string label_of(const trace::Recording& recording, const trace::ObjectIndex& objects, trace::ObjectId id,
                     const Words& words);

// The same in fewer words, for narrow places: "limit: A" for "timeout of A", "until 3 s" for "sleep until 3
// s", "wait_closed" for "Server.wait_closed".
std::string brief_label_of(const trace::Recording& recording, const trace::ObjectIndex& objects,
                           trace::ObjectId id, const Words& words);

// The queue in whose join() somebody waits on `future`, by way of an event inside of the queue; 0 if it is
// something else.
trace::ObjectId joined_queue(const trace::ObjectIndex& objects, trace::ObjectId future);

// The same of the barrier at which somebody waits, by way of a condition inside of it.
trace::ObjectId waited_barrier(const trace::ObjectIndex& objects, trace::ObjectId future);

inline bool is_task(const trace::ObjectIndex& objects, trace::ObjectId id) {
    return objects.knows(id) && objects[id].kind == trace::ObjectKind::task;
}

}  // namespace loopscope::viz
