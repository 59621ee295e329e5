// The named parts of a run, in the words of one language.
#pragma once

#include "course/questions.h"

#include <string>
#include <vector>

namespace loopscope::viz {

// From event `begin` on and before `end`.
struct NamedPhase {
    std::string text;
    trace::EventIndex begin = 0, end = 0;

    // What is said where there is little room: "1" of "1 close the intake".
    std::string number() const { return text.substr(0, text.find(' ')); }
};

std::vector<NamedPhase> named_phases(const std::vector<course::PhaseSpan>& spans,
                                     const std::string& language);

}  // namespace loopscope::viz
