// What stands above the table of the tasks: figures of the loop, the memory that it
// all takes, and the critical path if it is shown.
#pragma once

#include "viz/data/recording/loop_figures.h"
#include "viz/panels/base/about_recording.h"
#include "viz/panels/base/panel.h"

#include <vector>

namespace loopscope::viz {

class RunSummary {
public:
    // Returns how high it is.
    float draw(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect);

private:
    void draw_path(const Scene& scene, const ViewState& view, Wishes& wishes) const;

    std::vector<LoopFigure> figures_;  // in the language of words_
    const Words* words_ = nullptr;
    std::uint64_t shown_ = 0;  // the recording that they are of
    AboutRecording about_;
};

}  // namespace loopscope::viz
