// One lane: what a task (or the loop itself) was doing.
#pragma once

#include "viz/tracks/track.h"

#include <vector>

namespace loopscope::viz {

// What is drawn between two pixels. Spans too small to be seen become one dense piece.
struct LanePiece {
    float x0 = 0, x1 = 0;
    SpanState state{};
    bool dense = false;
    float busy = 0, ready = 0;  // if dense: the share of its room in which something ran, or was ready to
    trace::ObjectId about = 0;
    std::int64_t lasts_ns = 0;  // of the loop's time, if it is blocked
};

// Where the lane ends, if that is visible.
struct LaneEndMark {
    float x = 0;
    LaneEnd how = LaneEnd::open;
};

struct PreparedLane {
    std::vector<LanePiece> pieces;
    std::vector<LaneEndMark> end;  // none or one
};

PreparedLane prepare_lane(const TrackContext& context, const Lane& lane);
// `top` and `height` are the lane's band on the screen.
// The sign of its end over what may be pale already, if it has ended by now.
void paint_end_before_now(const TrackContext& context, const Lane& lane, float top, float height);
void paint_lane(const TrackContext& context, const PreparedLane& prepared, float top, float height);

// The same signs, for labels and legends.
void paint_state_sign(const Brush& brush, ImVec2 center, float size, SpanState state);
void paint_end_sign(const Brush& brush, ImVec2 center, float size, LaneEnd how);

}  // namespace loopscope::viz
