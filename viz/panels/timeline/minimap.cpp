#include "viz/panels/timeline/minimap.h"

#include "viz/panels/base/widgets.h"

#include <algorithm>

namespace loopscope::viz {

namespace {

constexpr std::size_t kMostLanes = 10;

}  // namespace

// Of many lanes some are shown, evenly chosen.
void Minimap::prepare(const Scene& scene, const TrackContext& context) {
    const auto& lanes = scene.store->lanes().lanes;
    const std::size_t shown = std::min(lanes.size(), kMostLanes);
    lanes_.clear();
    for (std::size_t i = 0; i < shown; ++i)
        lanes_.push_back(prepare_lane(context, lanes[i * lanes.size() / shown]));
}

std::optional<double> Minimap::draw(const Scene& scene, const ViewState& view, const TimeScale& scale,
                                    Rect rect) {
    const Axis axis(*scene.store, view.axis);
    TimeScale whole(std::max(axis.end(), 1e-9), static_cast<double>(rect.width), 1e12);
    whole.fit(1e12);
    const TrackContext context{scene.brush(), scene.words, scene.store,  &axis,
                               &whole,        rect.x,      rect.right(), 0};
    if (shown_ != scene.generation || axis_ != view.axis || x_ != rect.x || width_ != rect.width)
        prepare(scene, context);
    shown_ = scene.generation;
    axis_ = view.axis;
    x_ = rect.x;
    width_ = rect.width;
    const Brush brush = scene.brush();
    const Theme& theme = *scene.theme;
    brush.draw->PushClipRect({rect.x, rect.y}, {rect.right(), rect.bottom()}, true);
    brush.draw->AddRectFilled({rect.x, rect.y}, {rect.right(), rect.bottom()}, theme.raised);
    const float row =
        (rect.height - scene.px(4)) / static_cast<float>(std::max<std::size_t>(lanes_.size(), 1));
    const float now = context.x_of(axis.cursor(view.playback.cursor()));
    const float shown = view.shows_future() ? rect.right() : now;
    for (std::size_t i = 0; i < lanes_.size(); ++i) {
        const float top = rect.y + scene.px(2) + row * static_cast<float>(i);
        for (const LanePiece& piece : lanes_[i].pieces) {
            const bool quiet = piece.state == SpanState::suspended || piece.state == SpanState::selecting;
            if ((quiet && !piece.dense) || piece.x0 >= shown) continue;
            const Color color = piece.dense                         ? theme.running
                                : piece.state == SpanState::ready   ? theme.ready
                                : piece.state == SpanState::call    ? theme.waiting
                                : piece.state == SpanState::blocked ? theme.bad
                                                                    : theme.running;
            brush.draw->AddRectFilled({piece.x0, top},
                                      {std::clamp(piece.x1, piece.x0 + 1, std::max(shown, piece.x0 + 1)),
                                       top + std::max(row - 1, 1.0F)},
                                      with_alpha(color, piece.dense ? 0.5F : 0.8F));
        }
    }
    const float x0 = context.x_of(std::max(scale.start(), 0.0)),
                x1 = context.x_of(std::min(scale.end(), axis.end()));
    brush.draw->AddRectFilled({rect.x, rect.y}, {x0, rect.bottom()}, with_alpha(theme.window, 0.6F));
    brush.draw->AddRectFilled({x1, rect.y}, {rect.right(), rect.bottom()}, with_alpha(theme.window, 0.6F));
    if (x0 > rect.x + 1 || x1 < rect.right() - 1)  // not all of it
        brush.draw->AddRect({x0, rect.y}, {std::max(x1, x0 + 2), rect.bottom()}, theme.accent, 0, 0,
                            scene.px(1.5F));
    brush.draw->AddRectFilled({now - scene.px(1), rect.y}, {now + scene.px(1), rect.bottom()}, theme.accent);
    brush.draw->PopClipRect();
    brush.draw->AddLine({rect.x, rect.y}, {rect.right(), rect.y}, theme.line);
    ImGui::SetCursorScreenPos({rect.x, rect.y});
    ImGui::InvisibleButton("minimap", {std::max(rect.width, 1.0F), std::max(rect.height, 1.0F)});
    if (ImGui::IsItemHovered() && !ImGui::IsItemActive()) tooltip(scene, scene.say("timeline.minimap"));
    if (!ImGui::IsItemActive()) return std::nullopt;
    return whole.to_position(static_cast<double>(ImGui::GetIO().MousePos.x - rect.x));
}

}  // namespace loopscope::viz
