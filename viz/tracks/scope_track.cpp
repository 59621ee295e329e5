#include "viz/tracks/scope_track.h"

#include "viz/data/recording/labels.h"

#include <algorithm>
#include <span>

namespace loopscope::viz {

namespace {

constexpr float kSmallestScope = 3;  // pixels
constexpr float kLabelled = 38;      // the height of a lane that has room for words

using Pieces = std::vector<ScopePiece>;

std::size_t first_from(std::span<const Scope> scopes, std::size_t low, trace::EventIndex event) {
    const auto found = std::partition_point(scopes.begin() + static_cast<std::ptrdiff_t>(low), scopes.end(),
                                            [&](const Scope& scope) { return scope.begin < event; });
    return static_cast<std::size_t>(found - scopes.begin());
}

// False, and nothing is added, if it is too small to be seen.
bool add_piece(const TrackContext& context, const Scope& scope, Pieces& pieces) {
    ScopePiece piece{.x0 = context.x_of_event(scope.begin),
                     .x1 = context.x_of_event(scope.end),
                     .wall = {},
                     .scope = &scope};
    if (piece.x1 - piece.x0 < kSmallestScope) return false;
    if (scope.struck != trace::kNever) piece.wall = context.x_of_event(scope.struck);
    pieces.push_back(piece);
    return true;
}

// In the middle of what is seen between two pixels, if there is room.
void label(const TrackContext& context, float from, float to, float y, Color color, std::string_view key,
           std::int64_t time_ns) {
    const Brush& brush = context.brush;
    const std::string text = context.words->fill(key, {{"time", seconds_text(time_ns, *context.words)}});
    const float width = text_width(brush, Type::small, text), half = text_height(brush, Type::small) / 2;
    from = std::max(from, context.left);
    to = std::min(to, context.right);
    if (width + brush.px(16) > to - from) return;
    const float x = (from + to - width) / 2;
    brush.draw->AddRectFilled({x - brush.px(3), y - half}, {x + width + brush.px(3), y + half},
                              with_alpha(brush.theme->panel, 0.9F));
    text_at(brush, Type::small, {x, y - half}, color, text);
}

// For how long the limit has been broken.
void paint_late(const TrackContext& context, const ScopePiece& piece, float y, bool words) {
    const Brush& brush = context.brush;
    const Scope& scope = *piece.scope;
    const ImVec2 min{*piece.wall, y - brush.px(3)}, max{piece.x1, y + brush.px(3)};
    brush.draw->AddRectFilled(min, max, brush.theme->bad_soft);
    draw_hatch(brush, min, max, brush.theme->bad);
    brush.draw->AddRect(min, max, brush.theme->bad);
    if (!words || !scope.own) return;
    const Store& store = *context.store;
    label(context, min.x, max.x, y, brush.theme->bad, "lane.late",
          store.time_at(scope.end) - store.time_at(scope.struck));
}

// The wall goes through the lane, and through that of what is waited for.
void paint_limit(const TrackContext& context, const ScopePiece& piece, float top, float height) {
    const Brush& brush = context.brush;
    const Scope& scope = *piece.scope;
    const Color color = brush.theme->cancelled;
    const float y = top + height - brush.px(6), thick = brush.px(1.5F);
    const bool words = height >= brush.px(kLabelled);
    if (scope.late) paint_late(context, piece, y, words);
    if (scope.own) {
        const float right = piece.wall.value_or(piece.x1);
        brush.draw->AddLine({piece.x0, y - brush.px(4)}, {piece.x0, y + brush.px(4)}, color, thick);
        brush.draw->AddLine({piece.x0, y}, {right, y}, color, thick);
        // Below the lane may stand what it is inside of.
        const float words_y = std::min(y, top + height - text_height(brush, Type::small) / 2);
        if (words)
            label(context, piece.x0, right, words_y, color, "lane.limit", context.store->limit_ns(scope));
    }
    if (piece.wall)
        brush.draw->AddRectFilled({*piece.wall - thick, top + 1}, {*piece.wall + thick, top + height - 1},
                                  color);
}

// Above the children's lanes a line, to their left and right another.
void paint_group(const TrackContext& context, const ScopePiece& piece, float top, float bottom) {
    const Brush& brush = context.brush;
    const float thick = brush.px(2);
    const Color color = brush.theme->accent;
    if (piece.scope->own) {
        brush.draw->AddRectFilled({piece.x0, bottom - thick}, {piece.x1, bottom}, color);
    } else {
        brush.draw->AddRectFilled({piece.x0, top}, {piece.x0 + thick, bottom}, color);
        brush.draw->AddRectFilled({piece.x1 - thick, top}, {piece.x1, bottom}, color);
    }
}

}  // namespace

Pieces prepare_scopes(const TrackContext& context, std::uint32_t lane) {
    Pieces pieces;
    const std::span<const Scope> scopes = context.store->scopes().of(lane);
    const trace::EventIndex first = context.axis->first_event_from(context.scale->start());
    const std::size_t inside = first_from(scopes, 0, first);
    // What goes on where the picture begins, from the innermost outwards.
    for (std::size_t i = inside; i > 0;) {
        const Scope& scope = scopes[i - 1];
        if (scope.end > first) add_piece(context, scope, pieces);
        i = scope.outer == trace::kNever ? 0 : scope.outer + std::size_t{1};
    }
    std::reverse(pieces.begin(), pieces.end());
    for (std::size_t i = inside; i < scopes.size();) {
        const float x0 = context.x_of_event(scopes[i].begin);
        if (x0 > context.right) break;
        if (add_piece(context, scopes[i], pieces)) {
            ++i;
        } else {
            const double beyond =
                context.scale->to_position(static_cast<double>(x0 - context.left + kSmallestScope));
            i = std::max(i + 1, first_from(scopes, i, context.axis->first_event_from(beyond)));
        }
    }
    return pieces;
}

void paint_scopes(const TrackContext& context, const Pieces& pieces, float top, float height, float bottom) {
    for (const ScopePiece& piece : pieces) {
        if (piece.scope->kind == ScopeKind::group) {
            paint_group(context, piece, top, bottom);
        } else {
            paint_limit(context, piece, top, height);
        }
    }
}

}  // namespace loopscope::viz
