// Sizes and places of one frame of the timeline. Private to the timeline's own files.
#pragma once

#include "viz/panels/timeline/timeline_panel.h"
#include "viz/tracks/arrow_track.h"

namespace loopscope::viz {

struct TimelinePanel::Frame {
    Rect rect, body;  // all of it; the lanes' part right of the labels and below the axis
    Rect phases;      // the row with the run's named parts; empty if it has none
    Rect map;         // the strip with the whole run; empty if it is not shown
    float row = 0, labels = 0;
    trace::EventIndex seen = 0;  // of the run: what comes may be hidden
    TrackContext context;

};

}  // namespace loopscope::viz
