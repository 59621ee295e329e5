#include "viz/tracks/flame_track.h"

#include <algorithm>
#include <span>
#include <string>

namespace loopscope::viz {

namespace {

constexpr float kSmallestFlame = 2.5F;  // pixels

constexpr std::size_t kPatience = 64;  // coroutines of other levels that are looked at one by one

using Spans = std::span<const StackSpan>;

std::size_t first_from(Spans spans, std::size_t low, trace::EventIndex event) {
    const auto found = std::partition_point(spans.begin() + static_cast<std::ptrdiff_t>(low), spans.end(),
                                            [&](const StackSpan& span) { return span.begin < event; });
    return static_cast<std::size_t>(found - spans.begin());
}

// The first span that can be seen: the one that is under way at the left edge, if it is near.
std::size_t first_seen(const TrackContext& context, Spans spans, std::uint32_t depth) {
    const std::size_t inside = first_from(spans, 0, context.axis->first_event_from(context.scale->start()));
    for (std::size_t i = inside; i-- > 0 && inside - i < 8 * kPatience;) {
        if (spans[i].depth == depth) return i;
    }
    return inside;
}

// Past the next pixels.
std::size_t next_seen(const TrackContext& context, Spans spans, std::size_t i, float x) {
    const double beyond = context.scale->to_position(static_cast<double>(x - context.left + kSmallestFlame));
    return std::max(i + 1, first_from(spans, i, context.axis->first_event_from(beyond)));
}

void add(std::vector<FlamePiece>& pieces, const StackSpan& span, float x0, float x1) {
    const bool small = x1 - x0 < kSmallestFlame;
    const bool joins = small && !pieces.empty() && pieces.back().x1 >= x0 - 0.5F &&
                       pieces.back().x1 - pieces.back().x0 <= kSmallestFlame;
    if (joins ||
        (small && !pieces.empty() && pieces.back().span == nullptr && pieces.back().x1 >= x0 - 0.5F)) {
        pieces.back().x1 = std::max(x1, x0 + kSmallestFlame);
        pieces.back().span = nullptr;
    } else {
        pieces.push_back({x0, std::max(x1, x0 + kSmallestFlame), &span});
    }
}

}  // namespace

std::vector<FlamePiece> prepare_flame(const TrackContext& context, std::uint32_t lane, std::uint32_t depth) {
    std::vector<FlamePiece> pieces;
    const Spans spans = context.store->flames().of(lane);
    std::size_t skipped = 0;
    for (std::size_t i = first_seen(context, spans, depth); i < spans.size();) {
        const StackSpan& span = spans[i];
        const float x0 = context.x_of_event(span.begin);
        if (x0 > context.right) break;
        if (span.depth != depth) {
            i = ++skipped % kPatience == 0 ? next_seen(context, spans, i, x0) : i + 1;
            continue;
        }
        const float x1 = context.x_of_event(span.end);
        if (x1 >= context.left) add(pieces, span, x0, x1);
        i = x1 - x0 < kSmallestFlame ? next_seen(context, spans, i, x0) : i + 1;
    }
    return pieces;
}

namespace {

// "get('/p12')": what it was called with, as far as there is room.
std::string call_text(const TrackContext& context, const StackSpan& span, float room) {
    const std::string whole = context.store->call_at(span.begin);
    if (text_width(context.brush, Type::small, whole) <= room) return whole;
    return whole.substr(0, whole.find('(')) + "()";
}

// The coroutine's name, in sight while its bar is; behind it a sign if it was never suspended, in words where
// they have room.
// Returns whether it had room.
bool paint_name(const TrackContext& context, const StackSpan& span, ImVec2 min, ImVec2 max, float middle) {
    const Brush& brush = context.brush;
    const Theme& theme = *brush.theme;
    float left = std::max(min.x, context.left) + brush.px(5);
    float room = std::min(max.x, context.right) - left - brush.px(2);
    const float y = middle - text_height(brush, Type::small) / 2, sign = brush.px(12);
    if (!span.suspended && room >= sign) {
        draw_through(brush, {left + sign / 2, middle}, sign, theme.text);
        left += sign + brush.px(4);
        room -= sign + brush.px(4);
    }
    const std::string text = call_text(context, span, room);
    const float width = text_width(brush, Type::small, text);
    if (room < brush.px(30) && width > room) return false;
    text_within(brush, Type::small, {left, y}, room, theme.text, text);
    if (span.suspended) return true;
    const std::string& told = (*context.words)["span.unsuspended"];
    const float beside = width + brush.px(8);
    if (beside + text_width(brush, Type::small, told) <= room)
        text_at(brush, Type::small, {left + beside, y}, theme.text_dim, told);
    return true;
}

// Behind its bar, before the next one.
void paint_name_beside(const TrackContext& context, const StackSpan& span, float left, float end,
                       float middle) {
    const Brush& brush = context.brush;
    const float room = std::min(end, context.right) - left - brush.px(6);
    const std::string text = call_text(context, span, room);
    if (left < context.left || text_width(brush, Type::small, text) > room) return;
    text_at(brush, Type::small, {left + brush.px(4), middle - text_height(brush, Type::small) / 2},
            brush.theme->text_dim, text);
}

}  // namespace

void paint_flame(const TrackContext& context, const std::vector<FlamePiece>& pieces, float top,
                 float height) {
    const Brush& brush = context.brush;
    const Theme& theme = *brush.theme;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const FlamePiece& piece = pieces[i];
        const ImVec2 min{piece.x0 + 1, top + brush.px(1)}, max{piece.x1 - 1, top + height - brush.px(1)};
        if (max.x <= min.x) continue;
        brush.draw->AddRectFilled(min, max, theme.accent_soft, brush.px(3));
        if (piece.span == nullptr) continue;
        brush.draw->AddRect(min, max, with_alpha(theme.accent, 0.55F), brush.px(3));
        if (!paint_name(context, *piece.span, min, max, top + height / 2))
            paint_name_beside(context, *piece.span, max.x,
                              i + 1 < pieces.size() ? pieces[i + 1].x0 : context.right, top + height / 2);
    }
}

}  // namespace loopscope::viz
