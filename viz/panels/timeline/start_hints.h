// What one can do first, at the beginning of a run, where the timeline is still empty: keys that can be
// pressed with the mouse, too.
#pragma once

#include "viz/panels/base/panel.h"

namespace loopscope::viz {

class StartHints {
public:
    // Takes clicks in `room`. Before the timeline's own, as they lie over it.
    void take_clicks(const Scene& scene, Wishes& wishes, Rect room);
    void draw(const Scene& scene) const;

private:
    struct Hint {
        Command command{};
        Rect rect;
        bool hovered = false;
    };
    std::vector<Hint> hints_;  // of this frame
};

}  // namespace loopscope::viz
