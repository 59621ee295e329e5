// The middle of the window: a lane for the loop and one for each task, along the chosen axis.
#pragma once

#include "viz/panels/panel.h"
#include "viz/tracks/track.h"

namespace loopscope::viz {

class TimelinePanel {
public:
    void draw(const Scene& scene, ViewState& view, Wishes& wishes, Rect rect);

    void fit() { fitted_ = false; }
    void zoom(double factor) { pending_zoom_ *= factor; }
    void pan(double share_of_width) { pending_pan_ += share_of_width; }

private:
    struct Frame;  // sizes of this frame

    TimeScale scale_for(const Scene& scene, const ViewState& view, const Axis& axis, float width);
    void follow(const Scene& scene, const ViewState& view, const Axis& axis, TimeScale& scale);
    void draw_lanes(const Scene& scene, const ViewState& view, const Frame& frame);
    void draw_labels(const Scene& scene, const ViewState& view, Wishes& wishes, const Frame& frame);
    void draw_now(const Scene& scene, const ViewState& view, const Frame& frame);
    void handle_mouse(const Scene& scene, Wishes& wishes, const Frame& frame, TimeScale& scale);
    void hover(const Scene& scene, const Frame& frame, ImVec2 mouse) const;
    std::uint32_t lane_at(const Frame& frame, float y) const;
    void keep_selected_in_sight(const Scene& scene, const ViewState& view, const Frame& frame);

    // The view as the user left it, for this recording and axis.
    std::uint64_t shown_ = 0;
    AxisMode axis_ = AxisMode::logical;
    bool fitted_ = false;
    double start_ = 0, zoom_ = 0;
    double pending_zoom_ = 1, pending_pan_ = 0;
    float scroll_ = 0;  // lanes, in pixels
    trace::EventIndex followed_ = 0;
    trace::ObjectId kept_ = 0;
    bool dragging_ = false;
};

}  // namespace loopscope::viz
