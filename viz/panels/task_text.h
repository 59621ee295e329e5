// Few words about a task or the loop, for labels and tooltips.
#pragma once

#include "viz/data/store.h"
#include "viz/data/words.h"

#include <string>

namespace loopscope::viz {

// "ready", "waits: sleep until 3 s", "finished: 'A'", "not created yet".
std::string state_text(const Store& store, const trace::LoopState& now, trace::ObjectId task,
                       const Words& words);
// "turn 3", "waits for 1 s".
std::string loop_text(const trace::LoopState& now, const Words& words);
// "A waits for gather, from t = 0 s to 3 s (gather_order.cpp:12)".
std::string span_text(const Store& store, const Lane& lane, const Span& span, const Words& words);

}  // namespace loopscope::viz
