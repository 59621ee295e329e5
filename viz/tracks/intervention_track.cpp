#include "viz/tracks/intervention_track.h"

#include <algorithm>
#include <cmath>

namespace loopscope::viz {

namespace {

void dashed_line(const Brush& brush, float x, float top, float bottom, Color color) {
    const float dash = brush.px(6), gap = brush.px(4), t = brush.px(2);
    for (float y = top; y < bottom; y += dash + gap)
        brush.draw->AddRectFilled({x - t / 2, y}, {x + t / 2, std::min(y + dash, bottom)}, color);
}

}  // namespace

void paint_interventions(const TrackContext& context, const LaneBand& band) {
    const Brush& brush = context.brush;
    float last = context.left - brush.px(100);
    for (const trace::EventIndex event : context.store->interventions()) {
        const float x = std::round(context.x_of_event(event));
        if (x < context.left || x > context.right || x - last < brush.px(3)) continue;
        last = x;
        const bool done = (context.store->event(event).c & trace::kNotDone) == 0;
        const Color color = done ? brush.theme->accent : brush.theme->text_dim;
        dashed_line(brush, x, band.top, band.bottom, with_alpha(color, 0.8F));
        const std::uint32_t lane = context.store->lanes().lane_of(context.store->event(event).a);
        const auto middle = band.middle(lane);
        if (!middle || *middle < band.top || *middle > band.bottom) continue;
        // Between this lane and the one above: it covers no word of theirs.
        const float height = band.stack->of_lane(lane)->height, y = *middle - height / 2;
        const float r = std::min(brush.px(12), height * 0.28F);
        brush.draw->AddCircleFilled({x, y}, r, brush.theme->panel);
        brush.draw->AddCircle({x, y}, r, color, 0, brush.px(2));
        draw_branch(brush, {x, y}, r * 1.25F, color);
    }
}

}  // namespace loopscope::viz
