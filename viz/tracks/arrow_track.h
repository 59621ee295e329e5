// Arrows between lanes: who created, woke or cancelled whom.
#pragma once

#include "viz/tracks/track.h"
#include "viz/view/lane_stack.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace loopscope::viz {

struct PreparedArrow {
    ImVec2 from, to;
    ArrowKind kind{};
    bool now = false;  // the arrow of the event that has just happened
};

// Where the lanes are on the screen.
struct LaneBand {
    const LaneStack* stack = nullptr;
    float offset = 0;           // of the stack's top
    float top = 0, bottom = 0;  // what is visible

    // The middle of a lane, if it is shown.
    std::optional<float> middle(std::uint32_t lane) const {
        const auto strip = stack->of_lane(lane);
        return strip ? std::optional(offset + strip->middle()) : std::nullopt;
    }
    // Above the words in it.
    std::optional<float> head(std::uint32_t lane, const Brush& brush) const {
        const auto strip = stack->of_lane(lane);
        if (!strip) return std::nullopt;
        const float words = text_height(brush, Type::small) / 2 + brush.px(4);
        return offset + strip->middle() - std::clamp(strip->height / 2 - brush.px(3), words, brush.px(16));
    }
};

// At most a few hundred: where arrows are denser than pixels only some are drawn.
std::vector<PreparedArrow> prepare_arrows(const TrackContext& context, const LaneBand& band);
void paint_arrows(const TrackContext& context, const std::vector<PreparedArrow>& arrows, bool only_now);

}  // namespace loopscope::viz
