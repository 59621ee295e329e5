// The bottom: the scrub bar with marks, the buttons to step, where we are.
#pragma once

#include "viz/panels/base/panel.h"

#include <string>
#include <vector>

namespace loopscope::viz {

// "step 4 of 90", with what else there is to know about the recording, first in full, then ever shorter.
std::vector<std::string> step_texts(const Scene& scene, const ViewState& view);

void transport_panel(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect);

}  // namespace loopscope::viz
