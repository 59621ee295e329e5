// The question before the run, over the whole window, and the answer after it, over the picture.
#pragma once

#include "viz/panels/panel.h"
#include "viz/view/quiz.h"

namespace loopscope::viz {

// Over the whole window, or smaller over a part of it.
void question_panel(const Scene& scene, const ViewState& view, const Quiz& quiz, Wishes& wishes, Rect window);
// `score` may be empty.
void answer_box(const Scene& scene, const ViewState& view, const Quiz& quiz, Wishes& wishes, Rect over,
                const std::string& score);

}  // namespace loopscope::viz
