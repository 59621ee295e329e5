// Asks what to do with bookmarks that are not saved.
#pragma once

#include "viz/panels/base/panel.h"

namespace loopscope::viz {

// The answer is in the wishes.
void unsaved_box(const Scene& scene, Wishes& wishes, Rect window);

}  // namespace loopscope::viz
