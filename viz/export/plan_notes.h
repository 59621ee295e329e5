// What a teacher takes along on paper: the steps of a lesson plan with their times, what to say, and the
// answers.
#pragma once

#include "viz/data/text/lesson.h"
#include "viz/data/text/words.h"
#include "viz/export/page.h"

#include <string>
#include <vector>

namespace loopscope::viz {

struct PlanStepNotes {
    int minutes = 0;
    std::string title;
    std::string note;              // of the plan
    std::string question, answer;  // "B: …"; both empty: none is asked
    std::string reason;
    std::vector<Block> notes;  // of the scenario: Lesson::teacher
};

struct PlanNotes {
    std::string title, about;
    std::vector<PlanStepNotes> steps;
};

// As many pages as it takes; a step is not divided.
void print_plan_notes(Paper& paper, const PlanNotes& notes, const Words& words);

}  // namespace loopscope::viz
