// What the program has printed so far.
#pragma once

#include "viz/panels/panel.h"

namespace loopscope::viz {

class OutputPanel {
public:
    void draw(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect);

private:
    std::size_t shown_ = 0;  // lines in the last frame: new ones are scrolled to
};

}  // namespace loopscope::viz
