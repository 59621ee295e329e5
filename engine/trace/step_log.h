// The step log: a recording as the text in which two loops are compared. docs/step_log.md is its grammar.
#pragma once

#include "engine/trace/recording.h"

#include <string>
#include <vector>

namespace loopscope::trace {

// What one event has to say in the log, without the indentation: "print B ends".
struct StepLine {
    EventIndex event = 0;
    std::size_t turns = 0;   // turns that had begun, 0 before the first
    std::uint64_t turn = 0;  // the number of the last one; a second loop counts from 1 again
    std::int64_t time_ns = 0;
    std::size_t depth = 0;  // steps, calls and cancels around it that are shown
    bool in_loop = false;   // false: printed before the loop ran or after it was closed
    std::string text;
};

// In the order of the events; an event has at most one.
std::vector<StepLine> step_lines(const Recording& recording);

std::string step_log(const Recording& recording);

}  // namespace loopscope::trace
