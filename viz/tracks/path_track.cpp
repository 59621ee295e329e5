#include "viz/tracks/path_track.h"

#include <algorithm>

namespace loopscope::viz {

void paint_path(const TrackContext& context, const CriticalPath& path, const LaneBand& band) {
    const Brush& brush = context.brush;
    const auto x_after = [&](trace::EventIndex count) { return context.x_of(context.axis->cursor(count)); };
    const trace::EventIndex first = context.axis->first_event_from(context.scale->start());
    auto part = std::partition_point(path.parts.begin(), path.parts.end(),
                                     [&](const PathPart& p) { return p.end < first; });
    std::vector<ImVec2> points;
    while (part != path.parts.end()) {
        const float x = x_after(part->begin), end = x_after(part->end);
        if (x > context.right || part->begin >= context.seen) break;
        // The way through lanes that are not shown is left out.
        if (const auto head = band.head(context.store->lanes().lane_of(part->task), brush)) {
            points.push_back({std::max(x, context.left), *head});
            points.push_back({std::clamp(end, context.left, context.right), *head});
        }
        ++part;
        if (part == path.parts.end() || end - x >= 1) continue;
        const trace::EventIndex beyond =
            context.axis->first_event_from(context.scale->to_position(end - context.left + 1));
        part =
            std::partition_point(part, path.parts.end(), [&](const PathPart& p) { return p.end < beyond; });
    }
    for (const bool under : {true, false}) {
        const Color color = under ? brush.theme->panel : brush.theme->text;
        for (std::size_t i = 1; i < points.size(); ++i) {
            const float thickness = points[i].y == points[i - 1].y ? 4.0F : 1.5F;
            brush.draw->AddLine(points[i - 1], points[i], color, brush.px(thickness + (under ? 3.0F : 0.0F)));
        }
    }
}

}  // namespace loopscope::viz
