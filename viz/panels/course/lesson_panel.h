// What there is to say about the scenario: its lesson and goals for the learner, notes for the teacher.
#pragma once

#include "viz/panels/base/panel.h"

namespace loopscope::viz {

// That the lesson takes in its most comfortable setting, in a panel of that width.
float lesson_height(const Scene& scene, float width);
// While the scenario's question waits for a prediction both say so in place of what would tell the answer.
void lesson_panel(const Scene& scene, Wishes& wishes, Rect rect);
void notes_panel(const Scene& scene, Wishes& wishes, Rect rect);

}  // namespace loopscope::viz
