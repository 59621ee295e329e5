// The bottom: the scrub bar with marks, the buttons to step, where we are.
#pragma once

#include "viz/panels/panel.h"

namespace loopscope::viz {

// "step 4 of 90"; `brief`: without what else there is to know about the recording.
std::string step_text(const Scene& scene, const ViewState& view, bool brief);

void transport_panel(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect);

}  // namespace loopscope::viz
