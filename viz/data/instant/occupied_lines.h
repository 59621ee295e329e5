// Which tasks are at which lines of the recorded sources: the chips in the source's margin.
#pragma once

#include "viz/data/recording/source_place.h"

#include <string>
#include <vector>

namespace loopscope::viz {

struct OccupiedLine {
    SourcePlace place;
    std::string text;  // the names of the tasks
    std::vector<trace::ObjectId> tasks = {};
};

// Of every task that has begun and is not done, in `now`, of which event `focus` was the last that matters.
// Nothing if there are thousands of objects: nobody reads that many names.
std::vector<OccupiedLine> occupied_lines(const Store& store, const trace::LoopState& now,
                                         std::optional<trace::EventIndex> focus);

// The lines with an await that did not suspend, in the turn that runs after `count` events: each once.
std::vector<SourcePlace> unsuspended_lines(const Store& store, trace::EventIndex count);

}  // namespace loopscope::viz
