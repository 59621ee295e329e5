// The stack of the loop's thread at one instant, whole: the loop's own functions, what it runs, and the
// coroutines inside.
#pragma once

#include "viz/data/recording/store.h"

#include <string>
#include <vector>

namespace loopscope::viz {

struct StackEntry {
    std::string text;
    bool loop = false;         // the loop's own
    trace::ObjectId task = 0;  // that it belongs to, if any
};

// The outermost first; empty if no loop runs.
std::vector<StackEntry> thread_stack(const Store& store, const trace::LoopState& now);

}  // namespace loopscope::viz
