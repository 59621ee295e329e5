// What a user can have the loop do at the cursor, and whether that is possible there.
#pragma once

#include "viz/data/recording/store.h"

#include <string>
#include <string_view>
#include <vector>

namespace loopscope::viz {

// One intervention that the window offers.
struct WhatIf {
    trace::InterventionKind kind{};
    trace::ObjectId object = 0;     // to what; 0 if there is nothing of the kind
    std::string_view why_not = {};  // the key of the text that says why it is not possible; empty = it is
};

// The loop can be interfered with only between two entries of its ready queue: the number of events after
// which it is at the first such moment from the cursor on. `now` is the loop at the cursor.
trace::EventIndex next_moment(const Store& store, const trace::LoopState& now);

// Which moment that is. `then` is the loop there.
inline trace::Moment moment_of(const trace::LoopState& then) { return {then.turn, then.run_in_turn}; }

// All kinds, in their order. `subject` is what the user looks at: a task, a timer, a transport.
std::vector<WhatIf> what_ifs(const Store& store, const trace::LoopState& then, trace::ObjectId subject);

// 1.5, 60: seconds without more digits than they need.
std::string short_seconds(std::int64_t ns, const Words& words);

// How long, how many bytes, or with which exception.
struct WhatIfAmount {
    std::int64_t amount = 0;  // nanoseconds or bytes
    std::string_view failure = {};
};

// "Cancel A", "Let the await of A take 1.5 s longer"; without an object what could be done to any.
std::string what_if_text(const Store& store, trace::InterventionKind kind, trace::ObjectId object,
                         const WhatIfAmount& how, const Words& words);

}  // namespace loopscope::viz
