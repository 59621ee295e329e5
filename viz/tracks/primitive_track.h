// A lock's holder, a queue's level: what a primitive is over time.
#pragma once

#include "viz/data/recording/primitive_lanes.h"
#include "viz/tracks/track.h"

#include <vector>

namespace loopscope::viz {

// What lies in the same few pixels is one piece; of several it has the lowest and the highest level.
struct PrimitivePiece {
    float x0 = 0, x1 = 0;
    PrimitiveRange range;
    const PrimitiveSpan* span = nullptr;  // null: of several
};

std::vector<PrimitivePiece> prepare_primitive(const TrackContext& context, const PrimitiveLane& lane);
void paint_primitive(const TrackContext& context, const PrimitiveLane& lane,
                     const std::vector<PrimitivePiece>& pieces, float top, float height);
// "held by worker-1, 2 in line".
std::string primitive_span_text(const Store& store, const PrimitiveLane& lane, const PrimitiveSpan& span,
                                const Words& words);

}  // namespace loopscope::viz
