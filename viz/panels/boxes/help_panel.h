// The overlay with every key, made from the table of commands.
#pragma once

#include "viz/panels/base/panel.h"

namespace loopscope::viz {

void help_panel(const Scene& scene, Wishes& wishes, Rect window);

}  // namespace loopscope::viz
