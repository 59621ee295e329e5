// The named parts of a run, as bands above the lanes, and their bounds down through these.
#pragma once

#include "viz/data/recording/phases.h"
#include "viz/tracks/track.h"

#include <string>
#include <vector>

namespace loopscope::viz {

// A phase between two pixels of the screen; `shaded` is every other one.
struct PhasePiece {
    float x0 = 0, x1 = 0;
    std::string text, number;
    bool shaded = false;
};

// Those that can be seen.
std::vector<PhasePiece> prepare_phases(const TrackContext& context, const std::vector<NamedPhase>& phases);
// The bands are `height` high; their bounds go on down to `bottom`.
void paint_phases(const TrackContext& context, const std::vector<PhasePiece>& pieces, float top, float height,
                  float bottom);

}  // namespace loopscope::viz
