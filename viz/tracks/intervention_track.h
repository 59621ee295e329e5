// Where the user had the loop do something that the program did not ask for.
#pragma once

#include "viz/tracks/arrow_track.h"

namespace loopscope::viz {

// A sign on the lane that it is about, and a line through all: from there on this is another run.
void paint_interventions(const TrackContext& context, const LaneBand& band);

}  // namespace loopscope::viz
