// Which timers are those of timeout() and wait_for().
#pragma once

#include "engine/trace/object_index.h"

namespace loopscope::viz {

// A timeout, or the timer by which one ends the wait of the task that made it.
bool is_timeout(const trace::Recording& recording, const trace::ObjectIndex& objects, trace::ObjectId id);

}  // namespace loopscope::viz
