// Threads that change what is the loop's by themselves. asyncio's objects are not thread-safe: a thread has
// to hand such a call over, by call_soon_threadsafe() or run_coroutine_threadsafe().
#pragma once

#include "viz/data/recording/store.h"

#include <vector>

namespace loopscope::viz {

// Whether an event changes something that only the loop's own thread may change.
bool changes_the_loop(const trace::Event& event);

// The thread that has its turn; 0: none has, it is the loop's.
trace::ObjectId thread_at_work(const trace::LoopState& now);

struct UnsafeCall {
    trace::EventIndex at = 0;
    trace::ObjectId thread = 0;
};

// The first of each turn of a thread.
std::vector<UnsafeCall> unsafe_calls(const Store& store);

}  // namespace loopscope::viz
