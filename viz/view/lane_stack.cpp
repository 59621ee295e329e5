#include "viz/view/lane_stack.h"

#include <algorithm>
#include <cmath>

namespace loopscope::viz {

namespace {

std::uint32_t levels_of(const Flames* flames, std::uint32_t lane, const StackSizes& sizes) {
    return flames == nullptr || lane == 0 ? 0 : std::min(flames->depth_of(lane), sizes.deepest);
}

float lane_height(const std::vector<LaneRow>& rows, const Flames* flames, std::size_t sides,
                  const StackSizes& sizes, const PrimitiveRows& primitives) {
    float rest = sizes.room - static_cast<float>(sides + primitives.lanes.size()) * sizes.side;
    if (primitives.all > 0) rest -= sizes.heading;
    std::size_t lanes = 0;
    for (const LaneRow& row : rows) {
        if (row.is_lane()) {
            ++lanes;
            rest -= static_cast<float>(levels_of(flames, row.lane, sizes)) * sizes.flame;
        } else {
            rest -= sizes.heading;
        }
    }
    const float each = rest / static_cast<float>(std::max<std::size_t>(lanes, 1));
    // What has to be scrolled anyway is easy to read, unless hardly a lane would be seen then.
    // Of very many it counts how many are seen at once.
    constexpr float kManyTimes = 3;
    const bool many = each * kManyTimes < sizes.lane;
    const bool low = each >= sizes.low_lane || sizes.room < 2 * sizes.lane || many;
    const float least = low ? sizes.low_lane : sizes.lane;
    return std::floor(std::clamp(each, least, sizes.tall_lane));
}

}  // namespace

LaneStack::LaneStack(const std::vector<LaneRow>& rows, const Flames* flames, std::size_t sides,
                     const StackSizes& sizes, const PrimitiveRows& primitives) {
    const float lane_size = lane_height(rows, flames, sides, sizes, primitives);
    float top = 0;
    const auto add = [&](Strip strip) {
        strip.top = top;
        top += strip.height;
        strips_.push_back(strip);
    };
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const LaneRow& row = rows[i];
        if (!row.is_lane()) {
            add({.kind = StripKind::heading, .row = i, .height = sizes.heading});
            continue;
        }
        if (row.lane >= strip_of_lane_.size()) strip_of_lane_.resize(row.lane + std::size_t{1});
        strip_of_lane_[row.lane] = static_cast<std::uint32_t>(strips_.size()) + 1;
        add({.kind = StripKind::lane, .number = row.lane, .row = i, .height = lane_size});
        for (std::uint32_t depth = 1; depth <= levels_of(flames, row.lane, sizes); ++depth)
            add({.kind = StripKind::flame,
                 .number = row.lane,
                 .depth = depth,
                 .row = i,
                 .height = sizes.flame});
    }
    for (std::size_t side = 0; side < sides; ++side)
        add({.kind = StripKind::side, .number = static_cast<std::uint32_t>(side), .height = sizes.side});
    if (primitives.all > 0) add({.kind = StripKind::group, .height = sizes.heading});
    for (const std::uint32_t number : primitives.lanes)
        add({.kind = StripKind::primitive, .number = number, .height = sizes.side});
}

std::optional<Strip> LaneStack::of_lane(std::uint32_t lane) const {
    if (lane >= strip_of_lane_.size() || strip_of_lane_[lane] == 0) return std::nullopt;
    return strips_[strip_of_lane_[lane] - 1];
}

std::size_t LaneStack::first_below(float y) const {
    const auto found = std::partition_point(strips_.begin(), strips_.end(),
                                            [y](const Strip& strip) { return strip.bottom() <= y; });
    return static_cast<std::size_t>(found - strips_.begin());
}

const Strip* LaneStack::at(float y) const {
    const std::size_t first = first_below(y);
    return y >= 0 && first < strips_.size() ? &strips_[first] : nullptr;
}

}  // namespace loopscope::viz
