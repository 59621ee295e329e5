#include "viz/tracks/phase_track.h"

#include <algorithm>

namespace loopscope::viz {

std::vector<PhasePiece> prepare_phases(const TrackContext& context, const std::vector<NamedPhase>& phases) {
    std::vector<PhasePiece> pieces;
    bool shaded = false;
    for (const NamedPhase& phase : phases) {
        shaded = !shaded;
        const float x0 = context.x_of_event(phase.begin);
        const float x1 = phase.end < context.store->event_count() ? context.x_of_event(phase.end)
                                                                  : context.x_of(context.axis->end());
        if (x1 >= context.left && x0 <= context.right)
            pieces.push_back({x0, std::max(x1, x0 + 1), phase.text, phase.number(), shaded});
    }
    return pieces;
}

void paint_phases(const TrackContext& context, const std::vector<PhasePiece>& pieces, float top, float height,
                  float bottom) {
    const Brush& brush = context.brush;
    const Theme& theme = *brush.theme;
    for (const PhasePiece& piece : pieces) {
        const float left = std::max(piece.x0, context.left), right = std::min(piece.x1, context.right);
        brush.draw->AddRectFilled({left, top + brush.px(2)}, {right, top + height - brush.px(2)},
                                  piece.shaded ? theme.accent_soft : theme.raised);
        for (const float x : {piece.x0, piece.x1})
            brush.draw->AddLine({x, top + brush.px(2)}, {x, bottom}, with_alpha(theme.accent, 0.55F),
                                brush.px(1));
        const float room = right - left - brush.px(8);
        // Where there is little room its number has to do.
        const bool strong = text_width(brush, Type::small_strong, piece.text) <= room;
        const bool fits = strong || text_width(brush, Type::small, piece.text) <= room;
        const Type type = fits && !strong ? Type::small : Type::small_strong;
        const std::string& text = fits || room >= brush.px(80) ? piece.text : piece.number;
        if (&text == &piece.number && text_width(brush, type, text) > room) continue;
        text_within(brush, type, {left + brush.px(5), top + (height - text_height(brush, type)) / 2}, room,
                    theme.text, text);
    }
}

}  // namespace loopscope::viz
