// The two rows above the lanes: instants of the clock, and within them the turns of the loop.
#pragma once

#include "viz/tracks/track.h"

namespace loopscope::viz {

// Rows at `top`; the lines between turns reach down to `bottom`.
void paint_axis(const TrackContext& context, float top, float row_height, float bottom);

}  // namespace loopscope::viz
