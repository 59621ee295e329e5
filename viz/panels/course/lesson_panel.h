// What there is to say about the scenario: its lesson and goals for the learner, notes for the teacher.
#pragma once

#include "viz/panels/base/panel.h"

namespace loopscope::viz {

// That the lesson takes in its most comfortable setting, in a panel of that width.
float lesson_height(const Scene& scene, float width);
void lesson_panel(const Scene& scene, Rect rect);
void notes_panel(const Scene& scene, Rect rect);

}  // namespace loopscope::viz
