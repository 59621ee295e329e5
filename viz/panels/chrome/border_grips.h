// The borders between the places of the window: they are dragged, and a double click puts one back where it
// was.
#pragma once

#include "viz/panels/base/panel.h"
#include "viz/view/layout.h"

#include <optional>
#include <vector>

namespace loopscope::viz {

class BorderGrips {
public:
    // Above the views that they divide.
    void draw(const Scene& scene, ViewState& view, const std::vector<Divider>& dividers);

private:
    void take_mouse(ViewState& view, const Divider& divider);

    // Of the one that is dragged: where it and the mouse were before.
    struct Held {
        Divider divider;
        float mouse = 0;
    };
    std::optional<Held> held_;
};

}  // namespace loopscope::viz
