// Arrows between lanes: who created, woke or cancelled whom.
#pragma once

#include "viz/tracks/track.h"

#include <vector>

namespace loopscope::viz {

struct PreparedArrow {
    ImVec2 from, to;
    ArrowKind kind{};
    bool now = false;  // the arrow of the event that has just happened
};

// `lane_y` gives the middle of a lane on the screen.
struct LaneBand {
    float first_middle = 0;  // of lane 0
    float lane_height = 0;
    float top = 0, bottom = 0;  // what is visible

    float middle(std::uint32_t lane) const { return first_middle + static_cast<float>(lane) * lane_height; }
};

// At most a few hundred: where arrows are denser than pixels only some are drawn.
std::vector<PreparedArrow> prepare_arrows(const TrackContext& context, const LaneBand& band);
void paint_arrows(const TrackContext& context, const std::vector<PreparedArrow>& arrows, bool only_now);

}  // namespace loopscope::viz
