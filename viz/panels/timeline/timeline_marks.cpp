// What lies over the lanes: the present moment, what is measured, bookmarks.
#include "viz/data/recording/event_object.h"
#include "viz/panels/base/widgets.h"
#include "viz/panels/timeline/timeline_frame.h"

#include <algorithm>
#include <cmath>

namespace loopscope::viz {

void TimelinePanel::draw_now(const Scene& scene, const Frame& frame) const {
    const TrackContext& context = frame.context;
    ImDrawList* draw = context.brush.draw;
    const float x = std::round(context.x_of(context.axis->cursor(context.cursor)));
    if (x < frame.body.x - 1 || x > frame.body.right() + 1) return;
    draw->PushClipRect({frame.body.x - scene.px(6), frame.rect.y}, {frame.body.right(), frame.body.bottom()},
                       true);
    const float t = scene.px(2);
    draw->AddRectFilled({x - t / 2, frame.body.y}, {x + t / 2, frame.body.bottom()}, scene.theme->accent);
    const float w = scene.px(6), y = frame.body.y;
    draw->AddTriangleFilled({x - w, y}, {x + w, y}, {x, y + scene.px(8)}, scene.theme->accent);
    // Where it has just happened.
    const trace::ObjectId about = scene.focus ? object_of(scene.store->event(*scene.focus)) : 0;
    const auto strip = scene.focus ? stack_.of_lane(scene.store->lanes().lane_of(about)) : std::nullopt;
    const float ring_y = strip ? screen_y(frame, strip->middle()) : 0;
    if (strip && ring_y > frame.body.y && ring_y < frame.body.bottom()) {
        draw->AddCircleFilled({x, ring_y}, scene.px(6), scene.theme->panel);
        draw->AddCircle({x, ring_y}, scene.px(6), scene.theme->accent, 0, scene.px(2.5F));
    }
    draw->PopClipRect();
}

void TimelinePanel::draw_measure(const Scene& scene, const ViewState& view, const Frame& frame) const {
    if (!view.measure) return;
    const TrackContext& context = frame.context;
    const Brush& brush = context.brush;
    const Measure range{view.measure->from, view.measure_open ? context.cursor : view.measure->to};
    const float x0 = context.x_of(context.axis->cursor(range.first()));
    const float x1 = context.x_of(context.axis->cursor(range.last()));
    const float top = frame.body.y, y = top + scene.px(15);
    brush.draw->PushClipRect({frame.body.x, top}, {frame.body.right(), frame.body.bottom()}, true);
    brush.draw->AddRectFilled({x0, top}, {x1, frame.body.bottom()}, with_alpha(scene.theme->accent, 0.10F));
    for (const float x : {x0, x1})
        brush.draw->AddLine({x, top}, {x, frame.body.bottom()}, scene.theme->accent, brush.px(1.5F));
    const std::string text = measure_text(*scene.store, range, *scene.words);
    const float width = text_width(brush, Type::small_strong, text), pad = brush.px(8);
    // Beside the range if it is too narrow for the words.
    const float room = frame.body.right() - width - 2 * pad;
    const float left =
        std::clamp((std::max(x0, frame.body.x) + std::min(x1, frame.body.right()) - width) / 2 - pad,
                   frame.body.x, std::max(room, frame.body.x));
    const float height = text_height(brush, Type::small_strong) + brush.px(6);
    brush.draw->AddRectFilled({left, y - height / 2}, {left + width + 2 * pad, y + height / 2},
                              scene.theme->panel, height / 2);
    brush.draw->AddRect({left, y - height / 2}, {left + width + 2 * pad, y + height / 2}, scene.theme->accent,
                        height / 2, 0, brush.px(1.5F));
    text_at(brush, Type::small_strong, {left + pad, y - text_height(brush, Type::small_strong) / 2},
            scene.theme->text, text);
    brush.draw->PopClipRect();
}

void TimelinePanel::draw_bookmarks(const Scene& scene, Wishes& wishes, const Frame& frame) const {
    const TrackContext& context = frame.context;
    const Brush& brush = context.brush;
    // Where the times stand: there are fewer of them than turns, whose names would be covered.
    const float top = frame.rect.y, w = brush.px(5), height = frame.row - brush.px(3);
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    for (const trace::Bookmark& bookmark : scene.bookmarks->all()) {
        const float x = context.x_of(context.axis->cursor(bookmark.at));
        if (x < frame.body.x || x > frame.body.right()) continue;
        brush.draw->AddLine({x, top}, {x, frame.body.bottom()}, with_alpha(scene.theme->cancelled, 0.6F),
                            brush.px(1));
        const float cut = top + height - w;  // a swallowtail below
        const float flag = x - w;            // at the left of the line: a time begins at its right
        brush.draw->AddRectFilled({flag - w, top}, {x, cut}, scene.theme->cancelled);
        brush.draw->AddTriangleFilled({flag - w, cut}, {flag, cut}, {flag - w, top + height},
                                      scene.theme->cancelled);
        brush.draw->AddTriangleFilled({flag, cut}, {x, cut}, {x, top + height}, scene.theme->cancelled);
        const bool over = ImGui::IsWindowHovered() && std::abs(mouse.x - flag) < w + brush.px(2) &&
                          mouse.y >= top && mouse.y < top + height;
        if (!over) continue;
        tooltip(scene, bookmark.note.empty() ? scene.say("bookmark.empty") : bookmark.note);
        if (ImGui::IsMouseClicked(0)) wishes.seek = bookmark.at;
    }
}

}  // namespace loopscope::viz
