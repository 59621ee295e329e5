// The coroutines inside a task: a bar each, one level a strip.
#pragma once

#include "viz/tracks/track.h"

#include "viz/data/recording/flame.h"

#include <vector>

namespace loopscope::viz {

// A bar between two pixels. Bars that are too small to be seen become one without a name.
struct FlamePiece {
    float x0 = 0, x1 = 0;
    const StackSpan* span = nullptr;  // null: several
};

std::vector<FlamePiece> prepare_flame(const TrackContext& context, std::uint32_t lane, std::uint32_t depth);
void paint_flame(const TrackContext& context, const std::vector<FlamePiece>& pieces, float top, float height);

}  // namespace loopscope::viz
