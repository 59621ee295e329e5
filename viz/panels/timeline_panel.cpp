#include "viz/panels/timeline_panel.h"

#include "viz/data/labels.h"
#include "viz/data/sentence.h"
#include "viz/panels/task_text.h"
#include "viz/tracks/arrow_track.h"
#include "viz/tracks/axis_track.h"
#include "viz/tracks/cause_track.h"
#include "viz/tracks/lane_track.h"

#include <algorithm>
#include <cmath>

namespace loopscope::viz {

struct TimelinePanel::Frame {
    Rect rect, body;  // all of it; the lanes' part right of the labels and below the axis
    float row = 0, lane_height = 0, labels = 0;
    TrackContext context;
};

namespace {

constexpr float kRow = 22, kLane = 42, kTallLane = 64;  // few lanes take more room

}  // namespace

TimeScale TimelinePanel::scale_for(const Scene& scene, const ViewState& view, const Axis& axis, float width) {
    const bool logical = view.axis == AxisMode::logical;
    // A little air after the last event, for the signs at the ends of the lanes.
    TimeScale scale(axis.end() + (logical ? 2.0 : std::max(axis.end(), 1e-6) * 0.06), width,
                    logical ? scene.px(160) : 1e9);
    if (shown_ != scene.generation || axis_ != view.axis) fitted_ = false;
    if (!fitted_) {
        scale.fit(logical ? scene.px(30) : 1e9);
        // If everything at once would be too fine to read, begin at a size that can be read.
        if (logical && scale.pixels_per_unit() < scene.px(7)) scale.restore(0, scene.px(14));
        shown_ = scene.generation;
        axis_ = view.axis;
        fitted_ = true;
        scroll_ = 0;
        followed_ = ~view.playback.cursor();
    } else {
        scale.restore(start_, zoom_);
    }
    if (pending_zoom_ != 1) {
        const double at =
            std::clamp(scale.to_pixel(axis.cursor(view.playback.cursor())), 0.0, static_cast<double>(width));
        scale.zoom_at(at, pending_zoom_);
    }
    if (pending_pan_ != 0) scale.pan(pending_pan_ * static_cast<double>(width));
    pending_zoom_ = 1;
    pending_pan_ = 0;
    return scale;
}

// When the cursor moves, it stays in sight; when the user looks elsewhere, he may.
void TimelinePanel::follow(const Scene& scene, const ViewState& view, const Axis& axis, TimeScale& scale) {
    if (followed_ == view.playback.cursor()) return;
    followed_ = view.playback.cursor();
    scale.reveal(axis.cursor(followed_), static_cast<double>(scene.px(70)));
}

void TimelinePanel::keep_selected_in_sight(const Scene& scene, const ViewState& view, const Frame& frame) {
    const trace::ObjectId subject = scene.subject(view);
    if (subject == kept_) return;
    kept_ = subject;
    const std::uint32_t lane = scene.store->lanes().lane_of(subject);
    const float top = static_cast<float>(lane) * frame.lane_height;
    if (top < scroll_) scroll_ = top;
    if (top + frame.lane_height > scroll_ + frame.body.height)
        scroll_ = top + frame.lane_height - frame.body.height;
}

void TimelinePanel::draw(const Scene& scene, ViewState& view, Wishes& wishes, Rect rect) {
    begin_panel("timeline", scene, rect, {0, 0}, scene.theme->panel, false);
    panel_edge(scene, rect, true, true);
    if (scene.store == nullptr) {
        end_panel();
        return;
    }
    const Axis axis(*scene.store, view.axis);
    Frame frame{
        .rect = rect, .body = rect, .row = scene.px(kRow), .lane_height = 0, .labels = 0, .context = {}};
    frame.labels = std::clamp(rect.width * 0.19F, scene.px(132), scene.px(230));
    frame.body = {rect.x + frame.labels, rect.y + 2 * frame.row, rect.width - frame.labels,
                  rect.height - 2 * frame.row};
    const auto lanes = static_cast<float>(scene.store->lanes().lanes.size());
    frame.lane_height =
        std::floor(std::clamp(frame.body.height / lanes, scene.px(kLane), scene.px(kTallLane)));
    TimeScale scale = scale_for(scene, view, axis, frame.body.width);
    follow(scene, view, axis, scale);
    frame.context = {scene.brush(),      scene.store,           &axis, &scale, frame.body.x,
                     frame.body.right(), view.playback.cursor()};
    keep_selected_in_sight(scene, view, frame);
    handle_mouse(scene, wishes, frame, scale);
    const float all = static_cast<float>(scene.store->lanes().lanes.size()) * frame.lane_height;
    scroll_ = std::clamp(scroll_, 0.0F, std::max(0.0F, all - frame.body.height));
    draw_lanes(scene, view, frame);
    draw_now(scene, view, frame);
    draw_labels(scene, view, wishes, frame);
    start_ = scale.start();
    zoom_ = scale.pixels_per_unit();
    end_panel();
}

void TimelinePanel::draw_lanes(const Scene& scene, const ViewState& view, const Frame& frame) {
    const TrackContext& context = frame.context;
    ImDrawList* draw = context.brush.draw;
    const auto& lanes = scene.store->lanes();
    const float line_end =
        std::min(frame.body.bottom(),
                 frame.body.y - scroll_ + static_cast<float>(lanes.lanes.size()) * frame.lane_height);
    draw->PushClipRect({frame.body.x, frame.rect.y}, {frame.body.right(), frame.rect.bottom()}, true);
    paint_axis(context, frame.rect.y, frame.row, line_end);
    draw->PushClipRect({frame.body.x, frame.body.y}, {frame.body.right(), frame.body.bottom()}, true);
    const LaneBand band{frame.body.y - scroll_ + frame.lane_height / 2, frame.lane_height, frame.body.y,
                        frame.body.bottom()};
    const std::vector<PreparedArrow> arrows = prepare_arrows(context, band);
    const auto first = static_cast<std::size_t>(scroll_ / frame.lane_height);
    paint_arrows(context, arrows, false);
    for (std::size_t i = first; i < lanes.lanes.size(); ++i) {
        const float top = frame.body.y - scroll_ + static_cast<float>(i) * frame.lane_height;
        if (top > frame.body.bottom()) break;
        if (lanes.lanes[i].task != 0 && lanes.lanes[i].task == scene.subject(view)) {
            draw->AddRectFilled({frame.body.x, top}, {frame.body.right(), top + frame.lane_height},
                                with_alpha(scene.theme->accent_soft, 0.5F));
        }
        paint_lane(context, prepare_lane(context, lanes.lanes[i]), top, frame.lane_height);
    }
    // What has not happened yet is pale, or not there at all.
    const float sign =
        context.axis->mode() == AxisMode::clock ? scene.px(20) : 0;  // how a lane has ended now
    const float now = context.x_of(context.axis->cursor(context.cursor)) + sign;
    if (now < frame.body.right()) {
        draw->AddRectFilled({std::max(now, frame.body.x), frame.body.y},
                            {frame.body.right(), frame.body.bottom()},
                            with_alpha(scene.theme->panel, view.future ? 0.68F : 1.0F));
    }
    paint_arrows(context, arrows, true);
    if (view.causes) paint_causes(context, scene.chain, band);
    draw->PopClipRect();
    draw->PopClipRect();
}

void TimelinePanel::draw_now(const Scene& scene, const ViewState&, const Frame& frame) {
    const TrackContext& context = frame.context;
    ImDrawList* draw = context.brush.draw;
    const float x = std::round(context.x_of(context.axis->cursor(context.cursor)));
    if (x < frame.body.x - 1 || x > frame.body.right() + 1) return;
    draw->PushClipRect({frame.body.x - scene.px(6), frame.rect.y}, {frame.body.right(), frame.rect.bottom()},
                       true);
    const float t = scene.px(2);
    draw->AddRectFilled({x - t / 2, frame.rect.y + frame.row * 2}, {x + t / 2, frame.body.bottom()},
                        scene.theme->accent);
    const float w = scene.px(6), y = frame.body.y;
    draw->AddTriangleFilled({x - w, y}, {x + w, y}, {x, y + scene.px(8)}, scene.theme->accent);
    draw->PopClipRect();
    // Where it has just happened.
    if (!scene.focus || context.axis->mode() == AxisMode::clock) return;
    const auto lane = static_cast<float>(scene.store->lanes().lane_of(scene.store->event(*scene.focus).a));
    const float ring_y = frame.body.y - scroll_ + (lane + 0.5F) * frame.lane_height;
    if (ring_y < frame.body.y || ring_y > frame.body.bottom()) return;
    draw->AddCircleFilled({x, ring_y}, scene.px(6), scene.theme->panel);
    draw->AddCircle({x, ring_y}, scene.px(6), scene.theme->accent, 0, scene.px(2.5F));
}

void TimelinePanel::draw_labels(const Scene& scene, const ViewState& view, Wishes&, const Frame& frame) {
    const Brush& brush = frame.context.brush;
    const Theme& theme = *scene.theme;
    const auto& lanes = scene.store->lanes().lanes;
    const float left = frame.rect.x + scene.px(14), width = frame.labels - scene.px(22);
    text_at(brush, Type::small, {left, frame.rect.y + (frame.row - text_height(brush, Type::small)) / 2},
            theme.text_dim, view.axis == AxisMode::logical ? "events in order" : "clock, in seconds");
    brush.draw->PushClipRect({frame.rect.x, frame.body.y}, {frame.body.x, frame.body.bottom()}, true);
    for (auto i = static_cast<std::size_t>(scroll_ / frame.lane_height); i < lanes.size(); ++i) {
        const float top = frame.body.y - scroll_ + static_cast<float>(i) * frame.lane_height;
        if (top > frame.body.bottom()) break;
        const trace::ObjectId task = lanes[i].task;
        if (task != 0 && task == scene.subject(view)) {
            brush.draw->AddRectFilled({frame.rect.x, top}, {frame.body.x, top + frame.lane_height},
                                      theme.accent_soft);
            brush.draw->AddRectFilled({frame.rect.x, top},
                                      {frame.rect.x + scene.px(4), top + frame.lane_height}, theme.accent);
        }
        const float name_y = top + (frame.lane_height - scene.px(34)) / 2, state_y = name_y + scene.px(18);
        const bool born = task == 0 || lanes[i].begin < frame.context.cursor;
        text_within(brush, Type::strong, {left, name_y}, width, born ? theme.text : theme.text_dim,
                    task == 0 ? "event loop" : scene.store->full_label(task));
        const std::string state =
            task == 0 ? loop_text(*scene.store, *scene.now) : state_text(*scene.store, *scene.now, task);
        text_within(brush, Type::small, {left, state_y}, width, theme.text_dim, state);
    }
    brush.draw->PopClipRect();
    brush.draw->AddLine({frame.body.x, frame.rect.y}, {frame.body.x, frame.rect.bottom()}, theme.line);
}

std::uint32_t TimelinePanel::lane_at(const Frame& frame, float y) const {
    return static_cast<std::uint32_t>(std::max(0.0F, (y - frame.body.y + scroll_) / frame.lane_height));
}

void TimelinePanel::handle_mouse(const Scene& scene, Wishes& wishes, const Frame& frame, TimeScale& scale) {
    ImGui::SetCursorScreenPos({frame.rect.x, frame.rect.y});
    ImGui::InvisibleButton("timeline", {std::max(frame.rect.width, 1.0F), std::max(frame.rect.height, 1.0F)});
    const ImGuiIO& io = ImGui::GetIO();
    const ImVec2 mouse = io.MousePos;
    const bool in_lanes = mouse.x >= frame.body.x;
    if (ImGui::IsItemHovered()) {
        const auto pixel = static_cast<double>(mouse.x - frame.body.x);
        if (io.MouseWheel != 0 && !io.KeyShift && in_lanes)
            scale.zoom_at(pixel, std::pow(1.2, static_cast<double>(io.MouseWheel)));
        if (io.MouseWheel != 0 && (io.KeyShift || !in_lanes)) scroll_ -= io.MouseWheel * frame.lane_height;
        if (io.MouseWheelH != 0) scale.pan(-static_cast<double>(io.MouseWheelH * scene.px(60)));
        if (in_lanes && mouse.y >= frame.body.y && !dragging_) hover(scene, frame, mouse);
    }
    if (ImGui::IsItemActive() && ImGui::IsMouseDragging(0, scene.px(4))) {
        dragging_ = true;
        const bool on_axis = io.MouseClickedPos[0].y < frame.body.y;
        if (on_axis && in_lanes) {
            wishes.seek =
                frame.context.axis->count_at(scale.to_position(static_cast<double>(mouse.x - frame.body.x)));
        } else if (!on_axis) {
            scale.pan(-static_cast<double>(io.MouseDelta.x));
            scroll_ -= io.MouseDelta.y;
        }
    }
    if (ImGui::IsItemDeactivated()) {
        if (!dragging_) {
            const std::uint32_t lane = lane_at(frame, mouse.y);
            const auto& lanes = scene.store->lanes().lanes;
            if (mouse.y >= frame.body.y && lane < lanes.size()) wishes.select = lanes[lane].task;
            if (in_lanes)
                wishes.seek = frame.context.axis->count_at(
                    scale.to_position(static_cast<double>(mouse.x - frame.body.x)));
        }
        dragging_ = false;
    }
}

void TimelinePanel::hover(const Scene& scene, const Frame& frame, ImVec2 mouse) const {
    const auto& all = scene.store->lanes();
    const std::uint32_t index = lane_at(frame, mouse.y);
    if (index >= all.lanes.size()) return;
    const Lane& lane = all.lanes[index];
    const double at = frame.context.scale->to_position(static_cast<double>(mouse.x - frame.body.x));
    const trace::EventIndex count = frame.context.axis->count_at(at);
    if (count == 0) return;
    const auto spans = all.spans_of(lane);
    const auto span =
        std::partition_point(spans.begin(), spans.end(), [&](const Span& s) { return s.end < count; });
    if (span == spans.end() || span->begin >= count) return;
    tooltip(scene, span_text(*scene.store, lane, *span));
}

}  // namespace loopscope::viz
