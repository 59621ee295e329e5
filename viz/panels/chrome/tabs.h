// Tabs, to choose which view is seen.
#pragma once

#include "viz/panels/base/panel.h"

namespace loopscope::viz {

// Those above a place. `front`: the one that is seen, if one is.
void view_tabs(const Scene& scene, const ViewState& view, Wishes& wishes, Place place, Rect rect,
               const std::vector<View>& tabs, std::optional<View> front);
// Those of all places, where there is room for one view only: as many as fit beside the one that is seen, and
// a way back to the usual size.
void view_strip(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect,
                const std::vector<View>& tabs, View seen);

}  // namespace loopscope::viz
