// One narrow view of the world for everything on the timeline. A track first prepares what is visible (pure
// numbers, merged to pixels, so that the cost follows the screen and not the recording), then paints it.
#pragma once

#include "viz/data/recording/axis.h"
#include "viz/data/text/words.h"
#include "viz/draw.h"
#include "viz/view/time_scale.h"

#include <optional>

namespace loopscope::viz {

struct TrackContext {
    Brush brush;
    const Words* words = nullptr;
    const Store* store = nullptr;
    const Axis* axis = nullptr;
    const TimeScale* scale = nullptr;
    float left = 0;  // pixel of the view's left edge on the screen
    float right = 0;
    trace::EventIndex cursor = 0;
    trace::EventIndex seen = ~trace::EventIndex{0};  // of so many events signs may be seen
    std::optional<float> mark = std::nullopt;  // the pixel of another line that is not to run through words

    float x_of(double position) const { return left + static_cast<float>(scale->to_pixel(position)); }
    float x_of_event(trace::EventIndex event) const { return x_of(axis->position(event)); }
};

}  // namespace loopscope::viz
