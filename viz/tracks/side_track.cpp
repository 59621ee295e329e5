#include "viz/tracks/side_track.h"

#include "viz/tracks/lane_track.h"

#include <algorithm>
#include <string>

namespace loopscope::viz {

namespace {

constexpr float kSmallestMark = 2.0F;  // pixels
constexpr int kMarksOfAPixel = 64;     // things that are looked at in the same few pixels

// The first event that is clearly to the right of `x`.
trace::EventIndex beyond_pixels(const TrackContext& context, float x) {
    return context.axis->first_event_from(
        context.scale->to_position(static_cast<double>(x - context.left + kSmallestMark)));
}

void add_mark(PreparedSide& prepared, float x, const SideMark& mark) {
    for (auto last = prepared.marks.rbegin(); last != prepared.marks.rend() && x - last->x < 6; ++last) {
        if (last->sign != mark.sign) continue;
        last->amount += mark.amount;
        return;
    }
    prepared.marks.push_back({x, mark.sign, mark.amount});
}

// How a child process ended; its code stands beside, unless it is 0.
void paint_exit(const TrackContext& context, const SideMarkAt& mark, float middle) {
    const Brush& brush = context.brush;
    const float x = mark.x + brush.px(10);
    paint_end_sign(brush, {x, middle}, brush.px(15), mark.amount == 0 ? LaneEnd::returned : LaneEnd::failed);
    if (mark.amount == 0) return;
    const std::string text =
        mark.amount < 0 ? context.words->fill("lane.signal", {{"number", std::to_string(-mark.amount)}})
                        : context.words->fill("lane.code", {{"number", std::to_string(mark.amount)}});
    text_at(brush, Type::small, {x + brush.px(13), middle - text_height(brush, Type::small) / 2},
            brush.theme->bad, text);
}

void paint_mark(const TrackContext& context, const SideMarkAt& mark, float middle) {
    const Brush& brush = context.brush;
    const Theme& theme = *brush.theme;
    const float r = brush.px(4.5F), x = mark.x;
    // Written goes up and away, received comes down, read is taken out.
    switch (mark.sign) {
        case SideSign::written:
            brush.draw->AddTriangleFilled({x - r, middle - r * 0.4F}, {x + r, middle - r * 0.4F},
                                          {x, middle - r * 2.2F}, theme.accent);
            return;
        case SideSign::received:
            brush.draw->AddTriangleFilled({x - r, middle - r * 2.2F}, {x + r, middle - r * 2.2F},
                                          {x, middle - r * 0.4F}, theme.good);
            return;
        case SideSign::read:
            brush.draw->AddCircleFilled({x, middle + r * 1.5F}, r * 0.7F, theme.good);
            return;
        case SideSign::end:
            brush.draw->AddLine({x, middle - r * 2}, {x, middle + r * 2}, theme.bad, brush.px(2));
            return;
        case SideSign::fired:
            brush.draw->AddLine({x, middle - r * 2}, {x, middle - r * 0.4F}, theme.ready, brush.px(2));
            return;
        case SideSign::gone:
            paint_end_sign(brush, {x + brush.px(10), middle}, brush.px(15), LaneEnd::destroyed);
            return;
        case SideSign::exited: return paint_exit(context, mark, middle);
    }
}

// In the middle of what is seen of a bar, if it has room.
void text_within_bar(const TrackContext& context, ImVec2 min, ImVec2 max, float middle, Color color,
                     const std::string& text) {
    const Brush& brush = context.brush;
    const float width = text_width(brush, Type::small, text), x0 = std::max(min.x, context.left),
                x1 = std::min(max.x, context.right);
    if (width + brush.px(10) >= x1 - x0) return;
    text_at(brush, Type::small, {(x0 + x1 - width) / 2, middle - text_height(brush, Type::small) / 2}, color,
            text);
}

void paint_piece(const TrackContext& context, const SideLane& lane, const SidePiece& piece, float top,
                 float height) {
    const Brush& brush = context.brush;
    const Theme& theme = *brush.theme;
    const float middle = top + height / 2;
    const ImVec2 min{piece.x0, middle - brush.px(7)}, max{piece.x1, middle + brush.px(7)};
    switch (piece.state) {
        case SideState::runs: brush.draw->AddRectFilled(min, max, theme.running, brush.px(3)); return;
        case SideState::blocked: {
            // It is taken up while it waits, unlike a task that is suspended.
            brush.draw->AddRectFilled(min, max, theme.waiting, brush.px(2));
            text_within_bar(context, min, max, middle, theme.panel, (*context.words)["lane.blocked"]);
            return;
        }
        case SideState::lives:
            // Not ours: the loop hears only of its end.
            brush.draw->AddRectFilled(min, max, theme.hover, brush.px(2));
            brush.draw->AddRect(min, max, theme.waiting, brush.px(2));
            return;
        case SideState::open:
            brush.draw->AddLine({min.x, middle}, {max.x, middle}, theme.waiting, brush.px(2));
            return;
        case SideState::paused:
            brush.draw->AddRectFilled(min, max, theme.ready_soft);
            draw_hatch(brush, min, max, with_alpha(theme.ready, 0.6F));
            return;
        case SideState::unbegun: {
            // A card that nobody has taken up: grey, and never solid.
            brush.draw->AddRectFilled(min, max, theme.hover, brush.px(3));
            draw_dashed_rect(brush, min, max, theme.waiting);
            text_within_bar(context, min, max, middle, theme.text_dim, (*context.words)["lane.unbegun"]);
            return;
        }
        case SideState::set: {
            const float room = height - brush.px(8);
            const float full =
                room * static_cast<float>(piece.level) / static_cast<float>(std::max(lane.most, 1U));
            const float bottom = top + height - brush.px(4);
            brush.draw->AddRectFilled({min.x, bottom - full}, {max.x, bottom}, theme.ready_soft);
            brush.draw->AddLine({min.x, bottom - full}, {max.x, bottom - full}, theme.ready, brush.px(1.5F));
            const std::string number = std::to_string(piece.level);
            if (text_width(brush, Type::small, number) + brush.px(6) < max.x - min.x)
                text_at(brush, Type::small, {min.x + brush.px(3), bottom - text_height(brush, Type::small)},
                        theme.ready, number);
            return;
        }
    }
}

}  // namespace

PreparedSide prepare_side(const TrackContext& context, const SideLane& lane) {
    PreparedSide prepared;
    const trace::EventIndex first = context.axis->first_event_from(context.scale->start());
    auto span = std::partition_point(lane.spans.begin(), lane.spans.end(),
                                     [&](const SideSpan& s) { return s.end < first; });
    int looked_at = 0;  // spans in the same pixels
    while (span != lane.spans.end()) {
        const float x0 = context.x_of_event(span->begin), x1 = context.x_of_event(span->end);
        if (x0 > context.right) break;
        if (span->known() >= context.seen && span->state == SideState::unbegun) break;
        const bool joins = !prepared.pieces.empty() && x1 - prepared.pieces.back().x1 < kSmallestMark;
        if (joins) {
            SidePiece& last = prepared.pieces.back();
            last.x1 = std::max(last.x1, x1);
            last.level = std::max(last.level, span->level);
        } else {
            prepared.pieces.push_back({x0, std::max(x1, x0 + 1), span->state, span->level});
            looked_at = 0;
        }
        ++span;
        if (++looked_at < kMarksOfAPixel) continue;
        const trace::EventIndex beyond = beyond_pixels(context, prepared.pieces.back().x1);
        span =
            std::partition_point(span, lane.spans.end(), [&](const SideSpan& s) { return s.end < beyond; });
        looked_at = 0;
    }
    auto mark = std::partition_point(lane.marks.begin(), lane.marks.end(),
                                     [&](const SideMark& m) { return m.event < first; });
    float pixels_since = context.left - kSmallestMark;
    looked_at = 0;
    while (mark != lane.marks.end()) {
        if (mark->event >= context.seen) break;
        const float x = context.x_of_event(mark->event);
        if (x > context.right) break;
        add_mark(prepared, x, *mark);
        ++mark;
        if (x - pixels_since >= kSmallestMark) {
            pixels_since = x;
            looked_at = 0;
        }
        if (++looked_at < kMarksOfAPixel) continue;
        const trace::EventIndex beyond = beyond_pixels(context, pixels_since);
        mark =
            std::partition_point(mark, lane.marks.end(), [&](const SideMark& m) { return m.event < beyond; });
    }
    return prepared;
}

void paint_side(const TrackContext& context, const SideLane& lane, const PreparedSide& prepared, float top,
                float height) {
    for (const SidePiece& piece : prepared.pieces) paint_piece(context, lane, piece, top, height);
    for (const SideMarkAt& mark : prepared.marks) paint_mark(context, mark, top + height / 2);
}

}  // namespace loopscope::viz
