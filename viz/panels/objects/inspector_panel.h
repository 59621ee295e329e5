// Everything about one object: its state, what it waits for and who waits for it, its result, where it is in
// the source.
#pragma once

#include "viz/panels/base/panel.h"

namespace loopscope::viz {

void inspector_panel(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect);

}  // namespace loopscope::viz
