// The critical path, drawn over the lanes of the tasks that it goes through.
#pragma once

#include "viz/data/explain/critical_path.h"
#include "viz/tracks/arrow_track.h"

namespace loopscope::viz {

// What of it is seen, merged to pixels.
void paint_path(const TrackContext& context, const CriticalPath& path, const LaneBand& band);

}  // namespace loopscope::viz
