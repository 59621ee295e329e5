// The question before the run, over the whole window, and the answer after it, over the picture.
#pragma once

#include "viz/panels/base/panel.h"
#include "viz/view/quiz.h"

namespace loopscope::viz {

// Of a question's and an answer's box.
inline constexpr ImGuiWindowFlags kOnTop = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                           ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav;

// Over the whole window, or smaller over a part of it.
void question_panel(const Scene& scene, const ViewState& view, const Quiz& quiz, Wishes& wishes, Rect window);
// At the foot of `over`. `score` may be empty. Returns the height of the part that it covers.
float answer_box(const Scene& scene, const ViewState& view, const Quiz& quiz, Wishes& wishes, Rect over,
                 float highest, const std::string& score);

}  // namespace loopscope::viz
