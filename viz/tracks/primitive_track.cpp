#include "viz/tracks/primitive_track.h"

#include "viz/data/instant/primitives.h"
#include "viz/data/recording/store.h"

#include <algorithm>
#include <string>

namespace loopscope::viz {

using trace::EventIndex;
using trace::ObjectKind;

namespace {

constexpr float kFinestPiece = 2.0F;  // pixels

// Of a condition, which has no state of its own, it is who waits.
bool shows_line_only(const PrimitiveLane& lane) { return lane.kind == ObjectKind::condition; }

std::string in_line_text(std::uint32_t waiting, const Words& words) {
    return words.fill("lane.in_line", {{"count", std::to_string(waiting)}});
}

// As many of the parts as have room, at the left of what is seen of the piece.
void write_in(const TrackContext& context, const PrimitivePiece& piece, float y, Color color,
              const std::string& what, const std::string& line) {
    const Brush& brush = context.brush;
    const float x0 = std::max(piece.x0, context.left) + brush.px(5);
    const float room = std::min(piece.x1, context.right) - x0 - brush.px(4);
    const std::string both = what.empty() || line.empty() ? what + line : what + " \u00b7 " + line;
    for (const std::string& text : {both, what})
        if (!text.empty() && text_width(brush, Type::small, text) <= room)
            return text_at(brush, Type::small, {x0, y}, color, text);
}

void paint_lock_piece(const TrackContext& context, const PrimitivePiece& piece, float top, float height) {
    const Brush& brush = context.brush;
    const Theme& theme = *brush.theme;
    const float middle = top + height / 2, half = brush.px(9);
    if (piece.range.highest == 0)
        return brush.draw->AddLine({piece.x0, middle}, {piece.x1, middle}, theme.line, brush.px(1.5F));
    const ImVec2 min{piece.x0, middle - half}, max{piece.x1, middle + half};
    if (piece.range.lowest == 0)  // now and then
        return brush.draw->AddRectFilled(min, max, with_alpha(theme.accent, 0.3F));
    brush.draw->AddRectFilled(min, max, theme.accent_soft, brush.px(3));
    brush.draw->AddRect(min, max, with_alpha(theme.accent, 0.6F), brush.px(3));
    if (piece.span == nullptr) return;
    const std::string line =
        piece.range.waiting > 0 ? in_line_text(piece.range.waiting, *context.words) : std::string();
    const std::string holder =
        piece.span->holder != 0 ? context.store->label(piece.span->holder) : std::string();
    write_in(context, piece, middle - text_height(brush, Type::small) / 2, theme.text, holder, line);
}

void paint_level_piece(const TrackContext& context, const PrimitiveLane& lane, const PrimitivePiece& piece,
                       float top, float height) {
    const Brush& brush = context.brush;
    const Theme& theme = *brush.theme;
    const bool line_only = shows_line_only(lane);
    const float most =
        static_cast<float>(std::max(line_only ? static_cast<std::int32_t>(lane.most_waiting) : lane.most, 1));
    const auto waiting = static_cast<std::int32_t>(piece.range.waiting);
    const std::int32_t lowest = !line_only ? piece.range.lowest : piece.span != nullptr ? waiting : 0;
    const std::int32_t highest = line_only ? waiting : piece.range.highest;
    const float bottom = top + height - brush.px(4), room = height - brush.px(9);
    const float low = bottom - room * static_cast<float>(lowest) / most;
    const float high = bottom - room * static_cast<float>(highest) / most;
    brush.draw->AddRectFilled({piece.x0, low}, {piece.x1, bottom}, theme.accent_soft);
    if (high < low)
        brush.draw->AddRectFilled({piece.x0, high}, {piece.x1, low}, with_alpha(theme.accent, 0.3F));
    brush.draw->AddLine({piece.x0, high}, {piece.x1, high}, with_alpha(theme.accent, 0.8F), brush.px(1.5F));
    if (piece.span == nullptr) return;
    std::string what = std::to_string(lane.kind == ObjectKind::condition ? waiting : piece.span->level);
    if (lane.kind == ObjectKind::event)
        what = primitive_level_text(lane.kind, piece.span->level, 0, *context.words);
    const std::string line = waiting > 0 ? in_line_text(piece.range.waiting, *context.words) : std::string();
    if (line_only) what.clear();
    write_in(context, piece, bottom - text_height(brush, Type::small) - brush.px(1), theme.text, what, line);
}

// Where a queue is full, a barrier complete: dashed, over all of it that is seen.
void paint_bound(const TrackContext& context, const PrimitiveLane& lane, float x0, float x1, float top,
                 float height) {
    const Brush& brush = context.brush;
    const std::int64_t bound = context.store->objects()[lane.object].value;
    const bool bounded = lane.kind == ObjectKind::queue || lane.kind == ObjectKind::barrier;
    if (!bounded || bound <= 0 || bound > lane.most) return;
    const float room = height - brush.px(9), bottom = top + height - brush.px(4);
    const float y = bottom - room * static_cast<float>(bound) / static_cast<float>(lane.most);
    const float begin = std::max(x0, context.left), end = std::min(x1, context.right);
    if (begin < end)
        draw_dashed_line(brush, {begin, y}, {end, y}, brush.theme->text_dim, brush.px(1), brush.px(5));
}

}  // namespace

std::vector<PrimitivePiece> prepare_primitive(const TrackContext& context, const PrimitiveLane& lane) {
    std::vector<PrimitivePiece> pieces;
    const auto& spans = lane.spans;
    const EventIndex first = context.axis->first_event_from(context.scale->start());
    auto span = std::partition_point(spans.begin(), spans.end(),
                                     [&](const PrimitiveSpan& s) { return s.end < first; });
    while (span != spans.end() && span->begin < context.seen) {
        const float x0 = context.x_of_event(span->begin);
        if (x0 > context.right) break;
        // All that ends within the next pixels, at least one.
        const EventIndex beyond = context.axis->first_event_from(
            context.scale->to_position(static_cast<double>(x0 - context.left + kFinestPiece)));
        const auto next = std::max(
            span + 1,
            std::partition_point(span, spans.end(), [&](const PrimitiveSpan& s) { return s.end < beyond; }));
        const float x1 = std::max(context.x_of_event((next - 1)->end), x0 + 1);
        pieces.push_back({x0, x1,
                          lane.range(static_cast<std::size_t>(span - spans.begin()),
                                     static_cast<std::size_t>(next - spans.begin())),
                          next - span == 1 ? &*span : nullptr});
        span = next;
    }
    return pieces;
}

void paint_primitive(const TrackContext& context, const PrimitiveLane& lane,
                     const std::vector<PrimitivePiece>& pieces, float top, float height) {
    const Brush& brush = context.brush;
    for (const PrimitivePiece& piece : pieces) {
        if (lane.kind == ObjectKind::lock)
            paint_lock_piece(context, piece, top, height);
        else
            paint_level_piece(context, lane, piece, top, height);
        // A band at the foot as long as somebody stands in line.
        if (piece.range.waiting > 0)
            brush.draw->AddRectFilled({piece.x0, top + height - brush.px(3)},
                                      {piece.x1, top + height - brush.px(1)}, brush.theme->ready);
    }
    if (!pieces.empty()) paint_bound(context, lane, pieces.front().x0, pieces.back().x1, top, height);
}

std::string primitive_span_text(const Store& store, const PrimitiveLane& lane, const PrimitiveSpan& span,
                                const Words& words) {
    std::string text = primitive_level_text(lane.kind, span.level, store.objects()[lane.object].value, words);
    if (lane.kind == ObjectKind::lock)
        text = span.level == 0 ? words["primitive.unlocked"]
                               : words.fill("lane.held_by", {{"who", store.label(span.holder)}});
    if (span.waiting == 0 && !shows_line_only(lane)) return text;
    return (text.empty() ? "" : text + ", ") + in_line_text(span.waiting, words);
}

}  // namespace loopscope::viz
