// What the loop could be made to do at the cursor, and what it was made to do in this run.
#pragma once

#include "viz/panels/base/panel.h"

namespace loopscope::viz {

void what_if_panel(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect);

}  // namespace loopscope::viz
