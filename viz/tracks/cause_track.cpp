#include "viz/tracks/cause_track.h"

namespace loopscope::viz {

namespace {

// The lane of each event: its task's, else that of the step in which it happened, which comes next in the
// chain.
std::vector<std::uint32_t> lanes_of(const TrackContext& context,
                                    const std::vector<trace::EventIndex>& chain) {
    std::vector<std::uint32_t> lanes(chain.size());
    for (std::size_t i = chain.size(); i-- > 0;) {
        const trace::Event& event = context.store->event(chain[i]);
        const bool step = event.kind == trace::EventKind::step || event.kind == trace::EventKind::call;
        lanes[i] = context.store->lanes().lane_of(event.a);
        const bool made_or_done_by_another = !step && event.kind != trace::EventKind::ready;
        const bool has_own = lanes[i] != 0 && !made_or_done_by_another;
        if (!has_own && !step && i + 1 < chain.size()) lanes[i] = lanes[i + 1];
    }
    return lanes;
}

}  // namespace

void paint_causes(const TrackContext& context, const std::vector<trace::EventIndex>& chain,
                  const LaneBand& band) {
    if (chain.size() < 2) return;
    const Brush& brush = context.brush;
    const std::vector<std::uint32_t> lanes = lanes_of(context, chain);
    // What is in a lane that is not shown is left out of the way.
    std::vector<ImVec2> points;
    for (std::size_t i = 0; i < chain.size(); ++i) {
        if (const auto head = band.head(lanes[i], brush))
            points.push_back({context.x_of_event(chain[i]), *head});
    }
    for (std::size_t i = points.size(); i-- > 1;) {
        const ImVec2 from = points[i], to = points[i - 1];
        const float bend = std::max((to.x - from.x) / 2, brush.px(4));
        brush.draw->AddBezierCubic(from, {from.x + bend, from.y}, {to.x - bend, to.y}, to, brush.theme->panel,
                                   brush.px(6));
        brush.draw->AddBezierCubic(from, {from.x + bend, from.y}, {to.x - bend, to.y}, to, brush.theme->bad,
                                   brush.px(2.5F));
    }
    for (std::size_t i = 1; i < points.size(); ++i) {
        brush.draw->AddCircleFilled(points[i], brush.px(4.5F), brush.theme->panel);
        brush.draw->AddCircle(points[i], brush.px(4.5F), brush.theme->bad, 0, brush.px(2));
    }
}

}  // namespace loopscope::viz
