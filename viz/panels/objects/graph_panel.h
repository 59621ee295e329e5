// Who waits for whom now, as a picture.
#pragma once

#include "viz/panels/base/panel.h"

namespace loopscope::viz {

void graph_panel(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect);

}  // namespace loopscope::viz
