// Two moments, and what lies between them.
#pragma once

#include "viz/data/recording/store.h"
#include "viz/data/text/words.h"

#include <string>

namespace loopscope::viz {

// Counts of events, in any order.
struct Measure {
    trace::EventIndex from = 0, to = 0;

    trace::EventIndex first() const { return from < to ? from : to; }
    trace::EventIndex last() const { return from < to ? to : from; }
    friend bool operator==(const Measure&, const Measure&) = default;
};

// "1.5 s, 3 turns, 24 events".
std::string measure_text(const Store& store, const Measure& measure, const Words& words);

}  // namespace loopscope::viz
