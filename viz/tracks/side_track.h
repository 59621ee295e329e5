// What goes on beside the tasks: threads, child processes, connections, timers.
#pragma once

#include "viz/tracks/track.h"

#include "viz/data/recording/side_lanes.h"

#include <vector>

namespace loopscope::viz {

struct SidePiece {
    float x0 = 0, x1 = 0;
    SideState state{};
    std::uint32_t level = 0;  // the highest of what lies there
};

// Signs of one pixel are one sign; `amount` is their sum.
struct SideMarkAt {
    float x = 0;
    SideSign sign{};
    std::int64_t amount = 0;
};

struct PreparedSide {
    std::vector<SidePiece> pieces;
    std::vector<SideMarkAt> marks;
};

PreparedSide prepare_side(const TrackContext& context, const SideLane& lane);
void paint_side(const TrackContext& context, const SideLane& lane, const PreparedSide& prepared, float top,
                float height);

}  // namespace loopscope::viz
