// What the mouse does in the timeline.
#include "viz/panels/base/task_text.h"
#include "viz/panels/base/widgets.h"
#include "viz/panels/timeline/timeline_frame.h"
#include "viz/tracks/flame_track.h"

#include <algorithm>
#include <cmath>

namespace loopscope::viz {

const Strip* TimelinePanel::strip_at(const Scene& scene, const Frame& frame, float y) const {
    const Strip* strip = stack_.at(y - frame.body.y + scroll_);
    return strip != nullptr && is_there(scene, frame, *strip) ? strip : nullptr;
}

namespace {

// What a strip is about; 0: nothing that can be selected.
trace::ObjectId strip_object(const Scene& scene, const Strip& strip) {
    switch (strip.kind) {
        case StripKind::lane:
        case StripKind::flame: return scene.store->lanes().lanes[strip.number].task;
        case StripKind::side: return scene.store->sides()[strip.number].object;
        case StripKind::primitive: return scene.store->primitive_lanes()[strip.number].object;
        case StripKind::heading:
        case StripKind::group: break;
    }
    return 0;
}

}  // namespace

void TimelinePanel::handle_mouse(const Scene& scene, ViewState& view, Wishes& wishes, const Frame& frame,
                                 TimeScale& scale) {
    const float height = frame.body.bottom() - frame.rect.y;
    ImGui::SetCursorScreenPos({frame.rect.x, frame.rect.y});
    ImGui::InvisibleButton("timeline", {std::max(frame.rect.width, 1.0F), std::max(height, 1.0F)});
    const ImGuiIO& io = ImGui::GetIO();
    const ImVec2 mouse = io.MousePos;
    const bool in_lanes = mouse.x >= frame.body.x;
    if (ImGui::IsItemHovered()) {
        const auto pixel = static_cast<double>(mouse.x - frame.body.x);
        if (io.MouseWheel != 0 && !io.KeyShift && in_lanes)
            scale.zoom_at(pixel, std::pow(1.2, static_cast<double>(io.MouseWheel)));
        if (io.MouseWheel != 0 && (io.KeyShift || !in_lanes)) scroll_ -= io.MouseWheel * scene.px(42);
        if (io.MouseWheelH != 0) scale.pan(-static_cast<double>(io.MouseWheelH * scene.px(60)));
        // The axis leads through time, the lanes are pushed.
        if (in_lanes)
            ImGui::SetMouseCursor(mouse.y < frame.body.y ? ImGuiMouseCursor_ResizeEW
                                  : dragging_            ? ImGuiMouseCursor_ResizeAll
                                                         : ImGuiMouseCursor_Hand);
        if (mouse.y >= frame.body.y && !dragging_) hover(scene, frame, mouse);
        if (ImGui::IsMouseClicked(1) && mouse.y >= frame.body.y) {
            const Strip* strip = strip_at(scene, frame, mouse.y);
            if (const trace::ObjectId object = strip != nullptr ? strip_object(scene, *strip) : 0;
                object != 0) {
                wishes.select = object;
                wishes.menu = MenuWish{MenuWish::About::object, mouse.x, mouse.y};
            }
        }
    }
    if (ImGui::IsItemActive() && ImGui::IsMouseDragging(0, scene.px(4))) {
        dragging_ = true;
        drag(view, wishes, frame, scale);
    }
    if (ImGui::IsItemDeactivated()) {
        if (!dragging_) press(scene, view, wishes, frame, mouse);
        dragging_ = false;
    }
}

// On the axis: through time. In the lanes: moves them, or with Shift measures.
void TimelinePanel::drag(ViewState& view, Wishes& wishes, const Frame& frame, TimeScale& scale) {
    const ImGuiIO& io = ImGui::GetIO();
    const ImVec2 begin = io.MouseClickedPos[0];
    const auto count_at = [&](float x) {
        return frame.context.axis->count_at(scale.to_position(static_cast<double>(x - frame.body.x)));
    };
    if (io.KeyShift && begin.x >= frame.body.x) {
        view.measure = {count_at(begin.x), count_at(io.MousePos.x)};
        view.measure_open = false;
    } else if (begin.y < frame.body.y && io.MousePos.x >= frame.body.x) {
        wishes.seek = count_at(io.MousePos.x);
    } else if (begin.y >= frame.body.y) {
        scale.pan(-static_cast<double>(io.MouseDelta.x));
        scroll_ -= io.MouseDelta.y;
    }
}

void TimelinePanel::press(const Scene& scene, ViewState& view, Wishes& wishes, const Frame& frame,
                          ImVec2 mouse) const {
    const Strip* strip = mouse.y >= frame.body.y ? strip_at(scene, frame, mouse.y) : nullptr;
    const bool lane = strip != nullptr && (strip->kind == StripKind::lane || strip->kind == StripKind::flame);
    if (const trace::ObjectId object = strip != nullptr ? strip_object(scene, *strip) : 0;
        object != 0 || lane)
        wishes.select = object;
    if (mouse.x < frame.body.x) return;
    if (view.measure && !view.measure_open) view.measure.reset();
    const double position = frame.context.scale->to_position(static_cast<double>(mouse.x - frame.body.x));
    wishes.seek = frame.context.axis->count_at(position);
}

// A coroutine's bar may be too short for its name.
void TimelinePanel::hover_flame(const Scene& scene, const Frame& frame, const Strip& strip, float x) const {
    for (const FlamePiece& piece : prepare_flame(frame.context, strip.number, strip.depth)) {
        if (piece.span == nullptr || x < piece.x0 || x > piece.x1) continue;
        const std::string text = scene.store->call_at(piece.span->begin);
        return tooltip(scene, piece.span->suspended ? text : text + "\n" + scene.say("span.unsuspended"));
    }
}

void TimelinePanel::hover(const Scene& scene, const Frame& frame, ImVec2 mouse) const {
    const Strip* strip = strip_at(scene, frame, mouse.y);
    if (strip != nullptr && strip->kind == StripKind::flame)
        return hover_flame(scene, frame, *strip, mouse.x);
    if (strip != nullptr && strip->kind == StripKind::primitive)
        return hover_primitive(scene, frame, *strip, mouse);
    if (strip == nullptr || strip->kind != StripKind::lane) return;
    const auto& all = scene.store->lanes();
    const Lane& lane = all.lanes[strip->number];
    if (mouse.x < frame.body.x) {
        // A label may be cut.
        if (lane.task == 0) return;
        return tooltip(scene, scene.store->full_label(lane.task) + "\n" +
                                  state_text(*scene.store, *scene.now, lane.task, *scene.words));
    }
    const double at = frame.context.scale->to_position(static_cast<double>(mouse.x - frame.body.x));
    const trace::EventIndex count = frame.context.axis->count_at(at);
    if (count == 0) return;
    const auto spans = all.spans_of(lane);
    const auto span =
        std::partition_point(spans.begin(), spans.end(), [&](const Span& s) { return s.end < count; });
    if (span == spans.end() || span->begin >= count) return;
    tooltip(scene, span_text(*scene.store, lane, *span, *scene.words));
}

}  // namespace loopscope::viz
