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
// Heights of the foot of what an answer stands on.
struct Covered {
    float now = 0;
    float wanted = 0, least = 0;  // all of it, in its usual size and in its smallest

    friend bool operator==(const Covered&, const Covered&) = default;
};
// At the foot of `over`, and not above `highest`. `score` is that of the game, empty if nobody plays.
void answer_box(const Scene& scene, const ViewState& view, const Quiz& quiz, Wishes& wishes, Rect over,
                float highest, const std::string& score);
// What it covers there.
Covered measure_answer(const Scene& scene, const ViewState& view, const Quiz& quiz, Rect over, float highest,
                       bool plays);

}  // namespace loopscope::viz
