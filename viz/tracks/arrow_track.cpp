#include "viz/tracks/arrow_track.h"

#include <algorithm>

namespace loopscope::viz {

using trace::EventIndex;

namespace {

constexpr int kArrowsOfAPixel =
    24;  // arrows that are looked at in the same few pixels: most go to lanes out of sight
constexpr float kTurnsTooNear = 8;  // pixels; arrows of such turns would hide the lanes

// How far the turns around `event` are from each other.
float turns_apart(const TrackContext& context, EventIndex event) {
    constexpr std::ptrdiff_t kAround = 2;
    const auto& turns = context.store->turns();
    const auto turn =
        std::partition_point(turns.begin(), turns.end(), [&](const Turn& t) { return t.event <= event; });
    const auto first = turn - std::min(turn - turns.begin(), kAround),
               last = turn + std::min(turns.end() - turn, kAround);
    if (last - first < 2) return context.right - context.left;
    return (context.x_of_event(std::prev(last)->event) - context.x_of_event(first->event)) /
           static_cast<float>(last - first - 1);
}

}  // namespace

std::vector<PreparedArrow> prepare_arrows(const TrackContext& context, const LaneBand& band) {
    std::vector<PreparedArrow> prepared;
    const std::vector<Arrow>& arrows = context.store->lanes().arrows;
    const auto focus = context.store->last_stop(context.cursor);
    const auto before = focus ? context.store->last_stop(*focus) : std::nullopt;
    const EventIndex since = before ? *before + 1 : 0;
    const EventIndex first = context.axis->first_event_from(context.scale->start());
    auto arrow = std::partition_point(arrows.begin(), arrows.end(),
                                      [&](const Arrow& a) { return a.to_event < first; });
    // Several arrows a pixel cannot be told apart: go on at the next pixels then.
    const float smallest = context.brush.px(3);
    float pixels_since = context.left - smallest;
    int looked_at = 0;
    while (arrow != arrows.end()) {
        const float x = context.x_of_event(arrow->to_event);
        if (x > context.right || arrow->to_event >= context.seen) break;
        const auto from_y = band.middle(arrow->from_lane), to_y = band.middle(arrow->to_lane);
        const float y0 = from_y.value_or(0), y1 = to_y.value_or(0);
        const bool crosses = from_y && to_y && std::max(y0, y1) > band.top && std::min(y0, y1) < band.bottom;
        const bool within = crosses && std::min(y0, y1) > band.top && std::max(y0, y1) < band.bottom;
        // The bookkeeping before a stop belongs to it.
        const bool now = focus && arrow->to_event <= *focus && arrow->to_event >= since;
        // One that comes from or goes to where nobody looks matters only while it is the present one.
        if (now ? crosses
                : within && turns_apart(context, arrow->to_event) >= context.brush.px(kTurnsTooNear)) {
            const float from_x = std::max(context.x_of_event(arrow->from_event), x - context.brush.px(60));
            const float direction = y1 > y0 ? 1.0F : -1.0F;
            prepared.push_back({{from_x, y0 + direction * context.brush.px(8)},
                                {x, y1 - direction * context.brush.px(12)},
                                arrow->kind,
                                now});
        }
        ++arrow;
        if (x - pixels_since >= smallest) {
            pixels_since = x;
            looked_at = 0;
        }
        if (++looked_at >= (prepared.size() > 400 ? 1 : kArrowsOfAPixel)) {
            const EventIndex beyond = context.axis->first_event_from(
                context.scale->to_position(pixels_since - context.left + smallest));
            arrow = std::partition_point(arrow, arrows.end(),
                                         [&](const Arrow& a) { return a.to_event < beyond; });
        }
    }
    return prepared;
}

void paint_arrows(const TrackContext& context, const std::vector<PreparedArrow>& arrows, bool only_now) {
    const Theme& theme = *context.brush.theme;
    for (const PreparedArrow& arrow : arrows) {
        if (arrow.now != only_now) continue;
        Color color = arrow.kind == ArrowKind::cancel   ? theme.cancelled
                      : arrow.kind == ArrowKind::create ? theme.good
                                                        : theme.waiting;
        if (arrow.now && arrow.kind == ArrowKind::wake) color = theme.accent;
        const float thickness = context.brush.px(arrow.now ? 2.5F : 1.2F);
        draw_arrow(context.brush, arrow.from, arrow.to, arrow.now ? color : with_alpha(color, 0.75F),
                   thickness, arrow.kind == ArrowKind::cancel);
        if (arrow.kind == ArrowKind::cancel) {
            const ImVec2 middle{(arrow.from.x + arrow.to.x) / 2 + context.brush.px(8),
                                (arrow.from.y + arrow.to.y) / 2};
            draw_bolt(context.brush, middle, context.brush.px(14), theme.cancelled);
        }
    }
}

}  // namespace loopscope::viz
