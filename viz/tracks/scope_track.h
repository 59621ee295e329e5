// What bounds a task, over its lane: a limit as a line that ends at a wall when its time comes, a task group
// as a bracket around the lanes of its children.
#pragma once

#include "viz/tracks/track.h"

#include "viz/data/recording/scopes.h"

#include <vector>

namespace loopscope::viz {

// A scope between two pixels. Those that are too small to be seen are left out.
struct ScopePiece {
    float x0 = 0, x1 = 0;
    std::optional<float> wall;  // where its time came
    const Scope* scope = nullptr;
};

std::vector<ScopePiece> prepare_scopes(const TrackContext& context, std::uint32_t lane);
// The lane's band on the screen is `height` high; with what is inside of it, it reaches down to `bottom`.
void paint_scopes(const TrackContext& context, const std::vector<ScopePiece>& pieces, float top, float height,
                  float bottom);

}  // namespace loopscope::viz
