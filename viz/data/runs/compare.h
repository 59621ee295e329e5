// Two runs side by side: what they were given, where they first differ, and what came of it.
#pragma once

#include "viz/data/text/words.h"

#include "engine/trace/recording.h"

#include <optional>
#include <string>
#include <vector>

namespace loopscope::viz {

struct Difference {
    // The events at which it shows; the number of events of a run that is over by then.
    trace::EventIndex before = 0, after = 0;
    std::string sentence;
};

struct Comparison {
    std::vector<std::string> given;    // sentences: other values, other interventions, another program
    std::optional<Difference> first;   // nothing: the steps are the same
    std::vector<std::string> results;  // sentences: what they printed, when they ended
};

// Runs are compared by their steps (docs/step_log.md) and the times of those, as numbers and places may
// differ for reasons that nobody sees.
Comparison compare(const trace::Recording& before, const trace::Recording& after, const Words& words);

// Whether it is another text that ran. A scenario and its twin are one program.
bool is_edited(const trace::Recording& before, const trace::Recording& after);

// All of it, one sentence a line.
std::string text_of(const Comparison& comparison, const Words& words);

}  // namespace loopscope::viz
