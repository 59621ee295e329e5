// The loop at this instant: what runs, the ready queue in order, the timers in order, the selector.
#pragma once

#include "viz/panels/panel.h"

namespace loopscope::viz {

void loop_panel(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect);

}  // namespace loopscope::viz
