// The middle of the window: a lane for the loop and one for each task, along the chosen axis.
#pragma once

#include "viz/panels/base/panel.h"
#include "viz/panels/timeline/minimap.h"
#include "viz/panels/timeline/start_hints.h"
#include "viz/tracks/track.h"
#include "viz/view/lane_stack.h"

namespace loopscope::viz {

class TimelinePanel {
public:
    void draw(const Scene& scene, ViewState& view, Wishes& wishes, Rect rect);

    // The whole run; where that is seen and its events are too fine to read, a size that can be read.
    void fit() {
        fitted_ = false;
        whole_ = !seen_.all;
    }
    void zoom(double factor) { pending_zoom_ *= factor; }
    void pan(double share_of_width) { pending_pan_ += share_of_width; }
    // Shows what lies between two counts of events as large as it can.
    void show_range(Measure range) { pending_range_ = range; }
    // The lanes as they stand one above the other, for keys that go from one to the next.
    const LaneStack& stack() const { return stack_; }
    // What all lanes of the last frame, with what is around them, would take at most; 0 if that may change
    // soon.
    float height_needed() const { return needed_; }
    // Between the names and the lanes of the last frame.
    const std::optional<Divider>& names_border() const { return names_; }

private:
    struct Frame;  // sizes of this frame

    // What the stack is made of, beside the rows.
    struct StackWish {
        const Flames* flames = nullptr;
        std::size_t sides = 0;
        StackSizes sizes = {};
        PrimitiveRows primitives = {};

        friend bool operator==(const StackWish&, const StackWish&) = default;
    };

    TimeScale scale_for(const Scene& scene, const ViewState& view, const Axis& axis, float width);
    void keep_place(const Scene& scene, double cursor, TimeScale& scale, float width) const;
    void remember(const Scene& scene, const TimeScale& scale, const Frame& frame);
    void move_as_asked(const ViewState& view, const Axis& axis, TimeScale& scale, float width);
    void follow(const Scene& scene, const ViewState& view, const Axis& axis, TimeScale& scale);
    float names_width(const Scene& scene, const ViewState& view, Rect rect);
    void arrange(const Scene& scene, const ViewState& view, const Frame& frame);
    float lanes_height(const Scene& scene, const ViewState& view, StackWish wish) const;
    void keep_selected_in_sight(const Scene& scene, const ViewState& view, const Frame& frame);
    float screen_y(const Frame& frame, float y) const;
    float row_from(float y) const;
    bool is_there(const Scene& scene, const Frame& frame, const Strip& strip) const;
    std::uint32_t inside(const Scene& scene, const Frame& frame, std::size_t row) const;

    void draw_strips(const Scene& scene, const ViewState& view, Frame frame);
    void draw_scopes(const Frame& frame, const Strip& lane) const;
    void draw_strip(const Scene& scene, const ViewState& view, const Frame& frame, const Strip& strip) const;
    void draw_scroll_mark(const Scene& scene, const Frame& frame) const;
    void draw_labels(const Scene& scene, ViewState& view, const Frame& frame);
    void label_lane(const Scene& scene, ViewState& view, const Frame& frame, const Strip& strip);
    void label_heading(const Scene& scene, ViewState& view, const Frame& frame, const Strip& strip);
    void label_side(const Scene& scene, const Frame& frame, const Strip& strip) const;
    void label_group(const Scene& scene, ViewState& view, const Frame& frame, const Strip& strip);
    void label_primitive(const Scene& scene, const ViewState& view, const Frame& frame,
                         const Strip& strip) const;
    bool shows_primitives(const Scene& scene, const ViewState& view) const;
    void hover_primitive(const Scene& scene, const Frame& frame, const Strip& strip, ImVec2 mouse) const;
    bool fold_sign(const Scene& scene, bool folded, ImVec2 center) const;

    void draw_now(const Scene& scene, const Frame& frame) const;
    void draw_measure(const Scene& scene, const ViewState& view, const Frame& frame) const;
    void draw_bookmarks(const Scene& scene, Wishes& wishes, const Frame& frame) const;

    void handle_mouse(const Scene& scene, ViewState& view, Wishes& wishes, const Frame& frame,
                      TimeScale& scale);
    void drag(ViewState& view, Wishes& wishes, const Frame& frame, TimeScale& scale);
    void press(const Scene& scene, ViewState& view, Wishes& wishes, const Frame& frame, ImVec2 mouse) const;
    void hover_flame(const Scene& scene, const Frame& frame, const Strip& strip, float x) const;
    void hover(const Scene& scene, const Frame& frame, ImVec2 mouse) const;
    const Strip* strip_at(const Scene& scene, const Frame& frame, float y) const;

    // The view as the user left it, for this recording and axis.
    std::uint64_t shown_ = 0;
    AxisMode axis_ = AxisMode::logical;
    bool fitted_ = false, whole_ = false;
    double start_ = 0, zoom_ = 0;
    double pending_zoom_ = 1, pending_pan_ = 0;
    std::optional<Measure> pending_range_;
    float scroll_ = 0;  // lanes, in pixels
    trace::EventIndex followed_ = 0;
    trace::ObjectId kept_ = 0;
    bool kept_in_sight_ = false;
    // The last frame: its sizes, and whether the whole run was seen.
    struct Seen {
        float width = 0, height = 0, lanes = 0, scale = 0;
        bool all = false;
    };
    Seen seen_;
    bool dragging_ = false;

    std::vector<LaneRow> rows_;
    LaneStack stack_;
    LaneWish arranged_;  // what the rows were made for
    std::uint64_t arranged_of_ = 0;
    StackWish stacked_;  // what the stack was made for, beside them
    float needed_ = 0;
    std::optional<Divider> names_;
    Minimap map_;
    StartHints hints_;
};

}  // namespace loopscope::viz
