// The bottom: the scrub bar with marks, the buttons to step, where we are.
#pragma once

#include "viz/panels/panel.h"

namespace loopscope::viz {

void transport_panel(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect);

}  // namespace loopscope::viz
