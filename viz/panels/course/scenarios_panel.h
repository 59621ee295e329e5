// The course: scenarios by chapter; of the open one its idea and what can be changed about it.
#pragma once

#include "viz/panels/base/panel.h"

namespace loopscope::viz {

void scenarios_panel(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect);

}  // namespace loopscope::viz
