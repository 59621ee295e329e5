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
        const auto middle = band.middle(context.store->lanes().lane_of(context.store->event(event).a));
        if (!middle || *middle < band.top || *middle > band.bottom) continue;
        const float y = *middle;
        const float r = brush.px(12);
        brush.draw->AddCircleFilled({x, y}, r, brush.theme->panel);
        brush.draw->AddCircle({x, y}, r, color, 0, brush.px(2));
        draw_branch(brush, {x, y}, brush.px(15), color);
    }
}

}  // namespace loopscope::viz
