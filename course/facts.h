// What conditions are judged by: the lines of a recording, and the values that its program ran with.
#pragma once

#include "engine/trace/recording.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace loopscope::course {

struct Line {
    trace::EventIndex event = 0;
    std::int64_t time_ns = 0;
    std::string text;
};

// The lines of the step log, and one for each warning, error, cancelled timer and event of a stream:
// docs/adding_a_scenario.md. In the order of the events.
std::vector<Line> lines_of(const trace::Recording& recording);

// One line each, with its time, as an author copies it into a condition.
std::string lines_text(const trace::Recording& recording);

struct Facts {
    std::vector<Line> lines;
    std::map<std::string, std::string> parameters;  // values as JSON text
    std::int64_t end_ns = 0;                        // when the program had ended

    // Parameters are those in the recording's header, unless others are given.
    explicit Facts(const trace::Recording& recording);
    Facts(const trace::Recording& recording, std::map<std::string, std::string> parameters);
};

// Whether the pattern fits the whole text; `*` in it stands for any characters, also none.
bool fits(std::string_view pattern, std::string_view text);

}  // namespace loopscope::course
