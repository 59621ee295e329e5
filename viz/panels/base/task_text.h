// Few words about a task or the loop, for labels and tooltips.
#pragma once

#include "viz/data/recording/store.h"
#include "viz/data/text/words.h"

#include <string>

namespace loopscope::viz {

// "ready", "waits: sleep until 3 s", "finished: 'A'", "not created yet"; with its requests "running, cancel
// requested (1)".
std::string state_text(const Store& store, const trace::LoopState& now, trace::ObjectId task,
                       const Words& words, bool requests = true);
// The same where that has no room: "until 3 s", "gather", "finished".
std::string state_gist(const Store& store, const trace::LoopState& now, trace::ObjectId task,
                       const Words& words);
// "turn 3, t = 1 s", "waits for 1 s".
std::string loop_text(const trace::LoopState& now, const Words& words);
// The same where that has no room: "turn 3".
std::string loop_gist(const trace::LoopState& now, const Words& words);
// "A waits for gather, from t = 0 s to 3 s (gather_order.cpp:12)".
std::string span_text(const Store& store, const Lane& lane, const Span& span, const Words& words);

// Of a server that is watched, between its tasks' steps: the task of which one heard last, or 0.
trace::ObjectId last_task(const Store& store, trace::EventIndex cursor);

}  // namespace loopscope::viz
