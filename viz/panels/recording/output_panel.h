// What the program has printed so far.
#pragma once

#include "viz/panels/base/panel.h"

namespace loopscope::viz {

class OutputPanel {
public:
    void draw(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect);

private:
    // The last frame: lines, and the panel's height. New lines, and the last one in a lower panel, are
    // scrolled to.
    std::size_t shown_ = 0;
    float height_ = 0;
};

}  // namespace loopscope::viz
