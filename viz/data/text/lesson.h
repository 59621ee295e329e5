// A lesson in its two parts: what the learner reads, and what only the teacher does.
#pragma once

#include "viz/data/text/markdown.h"

namespace loopscope::viz {

struct Lesson {
    std::vector<Block> learner, teacher;
};

// The teacher's part is what stands under the last heading (docs/adding_a_scenario.md).
Lesson parse_lesson(const std::string& markdown);

}  // namespace loopscope::viz
