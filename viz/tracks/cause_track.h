// The way from an event back to what led to it, drawn over the lanes.
#pragma once

#include "viz/tracks/arrow_track.h"

namespace loopscope::viz {

// `chain` begins with the event and goes on with its causes, the nearest first.
void paint_causes(const TrackContext& context, const std::vector<trace::EventIndex>& chain,
                  const LaneBand& band);

}  // namespace loopscope::viz
