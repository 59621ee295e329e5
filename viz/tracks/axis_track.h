// The two rows above the lanes: instants of the clock, and within them the turns of the loop.
#pragma once

#include "viz/tracks/track.h"

namespace loopscope::viz {

// Rows at `top`; the lines between turns reach down to `bottom`. Only what begins in the first `shown` events.
void paint_axis(const TrackContext& context, float top, float row_height, float bottom,
                trace::EventIndex shown);

}  // namespace loopscope::viz
