// The whole run on one strip: what runs in which lane, marks, and the part that the timeline shows.
#pragma once

#include "viz/panels/base/panel.h"
#include "viz/tracks/lane_track.h"

#include <optional>
#include <vector>

namespace loopscope::viz {

class Minimap {
public:
    // `scale` is the timeline's. Returns the position that the user wants in the middle of the timeline.
    std::optional<double> draw(const Scene& scene, const ViewState& view, const TimeScale& scale, Rect rect);

private:
    void prepare(const Scene& scene, const TrackContext& context);

    // What was prepared, and for what.
    std::vector<PreparedLane> lanes_;
    std::uint64_t shown_ = 0;
    AxisMode axis_{};
    float x_ = 0, width_ = 0;
};

}  // namespace loopscope::viz
