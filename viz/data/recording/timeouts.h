// Which timers are those of timeout() and wait_for().
#pragma once

#include "engine/trace/object_index.h"

#include <cstdint>

namespace loopscope::viz {

// On the real clock everything comes a little late: so much is not worth a word.
constexpr std::int64_t kUnnoticed_ns = 5'000'000;

// A timeout, or the timer by which one ends the wait of the task that made it.
bool is_timeout(const trace::Recording& recording, const trace::ObjectIndex& objects, trace::ObjectId id);

}  // namespace loopscope::viz
