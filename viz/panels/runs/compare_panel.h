// Two runs one above the other on one axis, with the first difference marked and explained.
#pragma once

#include "viz/data/recording/axis.h"
#include "viz/data/runs/compare.h"
#include "viz/panels/base/panel.h"
#include "viz/tracks/track.h"
#include "viz/view/lane_stack.h"

namespace loopscope::viz {

class ComparePanel {
public:
    void draw(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect);

    void fit() { fitted_ = false; }
    void zoom(double factor) { pending_zoom_ *= factor; }
    void pan(double share_of_width) { pending_pan_ += share_of_width; }

private:
    // One of the two runs.
    struct Half {
        const Store* store = nullptr;
        const LaneStack* stack = nullptr;
        Rect rect;  // with its axis and labels
        std::string_view title, which;
        std::optional<trace::EventIndex> differs;
    };

    void look(const Scene& scene, const ViewState& view);
    std::optional<std::uint32_t> lane_that_parts(const Scene& scene) const;
    void arrange(const Scene& scene, float room);
    void reveal_difference(float room);
    float write_findings(const Scene& scene, Wishes& wishes, Rect rect);
    void list_lines(const Scene& scene, Wishes& wishes) const;
    void list_changes(const Scene& scene, Wishes& wishes, Rect rect);
    std::string which_lanes(const Scene& scene, const Half& half) const;
    TimeScale scale_for(const Scene& scene, AxisMode mode, const Axis& before, const Axis& after,
                        float width);
    void draw_half(const Scene& scene, const ViewState& view, const Half& half, const TimeScale& scale) const;
    void handle_mouse(const Scene& scene, Wishes& wishes, Rect lanes, const Half& after, const Axis& axis,
                      TimeScale& scale);

    Comparison found_;
    std::vector<TaskChange> changes_;
    std::optional<SharedClock> clock_;
    std::pair<std::string, std::string> names_;  // of the two runs
    std::uint64_t shown_ = 0;                    // the recording that it is of
    LaneStack before_lanes_, after_lanes_;
    float scale_ = 0, room_ = 0;  // of the interface and for the lanes, that they are laid out for
    std::uint64_t arranged_ = 0;  // the recording that they are of
    std::string language_;
    AxisMode axis_ = AxisMode::logical;
    bool fitted_ = false, moved_ = false;  // moved: since then, by the user
    float width_ = 0;                      // that it was fitted to
    double start_ = 0, zoom_ = 1;
    double pending_zoom_ = 1, pending_pan_ = 0;
    float scroll_ = 0, labels_ = 0, axis_rows_ = 2;
    std::optional<std::uint32_t> parts_in_;  // the lane that is to be seen next
};

}  // namespace loopscope::viz
