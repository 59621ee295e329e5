// How the rows of the timeline lie one under the other: lanes, the coroutines inside a task, headings, and
// what goes on beside the tasks. Pure arithmetic.
#pragma once

#include "viz/data/recording/flame.h"
#include "viz/view/lane_rows.h"

#include <optional>
#include <span>
#include <vector>

namespace loopscope::viz {

// `group`: the heading of the lanes of locks and queues, `primitive`: one of them.
enum class StripKind : std::uint8_t { lane, heading, flame, side, group, primitive };

// A strip of the timeline; `top` is counted from the first one's.
struct Strip {
    StripKind kind{};
    std::uint32_t number = 0;  // of the lane, of the lane beside, or of the primitive's
    std::uint32_t depth = 0;   // of a flame: how deep inside the task
    std::size_t row = 0;       // of lanes and headings: among the rows
    float top = 0, height = 0;

    float bottom() const { return top + height; }
    float middle() const { return top + height / 2; }
};

struct StackSizes {
    float room = 0;                                  // that there is for all
    float low_lane = 34, lane = 42, tall_lane = 64;  // few lanes take more room, and less if all then fit
    float heading = 26, flame = 18, side = 34;
    std::uint32_t deepest = 6;  // coroutines inside each other that are shown

    friend bool operator==(const StackSizes&, const StackSizes&) = default;
};

class LaneStack {
public:
    LaneStack() = default;
    // `flames`: null = without the coroutines inside.
    LaneStack(const std::vector<LaneRow>& rows, const Flames* flames, std::size_t sides,
              const StackSizes& sizes, const PrimitiveRows& primitives = {});

    std::span<const Strip> strips() const { return strips_; }
    float height() const { return strips_.empty() ? 0 : strips_.back().bottom(); }
    // Of the lane itself, without what is inside it. Nothing if it is not shown.
    std::optional<Strip> of_lane(std::uint32_t lane) const;
    // The strip at a height, counted as `top` is.
    const Strip* at(float y) const;
    // The first that reaches below a height.
    std::size_t first_below(float y) const;

private:
    std::vector<Strip> strips_;
    std::vector<std::uint32_t> strip_of_lane_;  // plus one; 0 = not shown
};

}  // namespace loopscope::viz
