// What a line of the step log says, as a clause in the user's language: "A waits for gather".
#pragma once

#include "engine/trace/object_index.h"
#include "engine/trace/step_log.h"
#include "viz/data/text/words.h"

#include <string>

namespace loopscope::viz {

class StepPhrases {
public:
    // Both must outlive it.
    StepPhrases(const trace::Recording& recording, const Words& words);
    std::string operator()(const trace::StepLine& line) const;

private:
    std::string name(trace::ObjectId id) const;
    std::string of_end(const trace::Event& event) const;

    const trace::Recording& recording_;
    const Words& words_;
    trace::ObjectIndex objects_;
};

}  // namespace loopscope::viz
