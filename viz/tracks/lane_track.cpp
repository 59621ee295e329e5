#include "viz/tracks/lane_track.h"

#include "viz/data/recording/labels.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace loopscope::viz {

using trace::EventIndex;

namespace {

constexpr float kSmallestSpan = 2.5F;  // pixels; smaller things are merged

// The first span at or after `from` that ends after event `event`. It is rarely far: look in growing steps
// first.
std::size_t first_after(std::span<const Span> spans, std::size_t from, EventIndex event) {
    std::size_t low = from, high = from;
    for (std::size_t step = 4; high < spans.size() && spans[high].end <= event; step *= 2) {
        low = high;
        high += std::min(spans.size() - high, step);
    }
    const auto range = spans.subspan(low, high - low);
    const auto found =
        std::partition_point(range.begin(), range.end(), [&](const Span& s) { return s.end <= event; });
    return low + static_cast<std::size_t>(found - range.begin());
}

// Adds up what runs and what is ready in spans that are too small to be seen one by one. Of very many only
// some are measured, of each of two places several that follow each other: the cost follows the screen.
void measure_dense(const TrackContext& context, std::span<const Span> spans, LanePiece& piece) {
    constexpr std::size_t kInARow = 8;
    float busy = 0, ready = 0, measured = 0;
    const auto add = [&](std::span<const Span> some) {
        float reached = context.x_of_event(some.front().begin);  // callbacks nest: nothing counts twice
        const float begin = reached;
        for (const Span& span : some) {
            const float from = std::max(reached, context.x_of_event(span.begin));
            reached = std::max(from, context.x_of_event(span.end));
            if (span.state == SpanState::ready)
                ready += reached - from;
            else if (span.state != SpanState::suspended && span.state != SpanState::selecting)
                busy += reached - from;
        }
        measured += reached - begin;
    };
    if (spans.size() <= 2 * kInARow) {
        add(spans);
    } else {
        add(spans.first(kInARow));
        add(spans.subspan(spans.size() / 2, kInARow));
    }
    const float all = context.x_of_event(spans.back().end) - piece.x0;
    const float filled = std::min(1.0F, all / (piece.x1 - piece.x0));
    if (measured <= 0) return;
    piece.busy = filled * busy / measured;
    piece.ready = filled * ready / measured;
}

// Whether the eye would not tell one from the other.
bool look_alike(const LanePiece& a, const LanePiece& b) {
    constexpr float kSeen = 0.04F;
    return std::abs(a.busy - b.busy) < kSeen && std::abs(a.ready - b.ready) < kSeen;
}

void add_end(const TrackContext& context, const Lane& lane, PreparedLane& prepared) {
    if (lane.how == LaneEnd::open) return;
    const float x = context.x_of_event(lane.end);
    const float room = context.brush.px(24);
    if (x > context.left - room && x < context.right + room) prepared.end.push_back({x, lane.how});
}

}  // namespace

PreparedLane prepare_lane(const TrackContext& context, const Lane& lane) {
    PreparedLane prepared;
    const std::span<const Span> spans = context.store->lanes().spans_of(lane);
    const EventIndex first = context.axis->first_event_from(context.scale->start());
    for (std::size_t i = first_after(spans, 0, first == 0 ? 0 : first - 1); i < spans.size();) {
        const Span& span = spans[i];
        LanePiece piece{.x0 = context.x_of_event(span.begin),
                        .x1 = context.x_of_event(span.end),
                        .state = span.state,
                        .about = span.about};
        if (span.state == SpanState::blocked) {
            piece.lasts_ns = context.store->time_at(span.end) - context.store->time_at(span.begin + 1);
            // One step like the other: that in which the clock went on.
            if (context.axis->mode() == AxisMode::logical) piece.x0 = context.x_of_event(span.end - 1);
        }
        if (piece.x0 > context.right) break;
        if (piece.x1 - piece.x0 >= kSmallestSpan) {
            prepared.pieces.push_back(piece);
            ++i;
            continue;
        }
        // Everything that ends within the next pixels is one dense piece.
        piece.x1 = piece.x0 + kSmallestSpan;
        const EventIndex beyond =
            context.axis->first_event_from(context.scale->to_position(piece.x1 - context.left));
        // What lasts until that event itself reaches beyond those pixels.
        const std::size_t next = std::max(i + 1, first_after(spans, i, beyond == 0 ? 0 : beyond - 1));
        const bool in_a_crowd = !prepared.pieces.empty() && prepared.pieces.back().dense &&
                                prepared.pieces.back().x1 >= piece.x0 - kSmallestSpan;
        piece.dense = next > i + 1 || in_a_crowd;
        if (piece.dense) measure_dense(context, spans.subspan(i, next - i), piece);
        if (piece.dense && !prepared.pieces.empty() && prepared.pieces.back().dense &&
            look_alike(prepared.pieces.back(), piece) && prepared.pieces.back().x1 >= piece.x0 - 0.5F) {
            prepared.pieces.back().x1 = piece.x1;
        } else {
            prepared.pieces.push_back(piece);
        }
        i = next;
    }
    add_end(context, lane, prepared);
    return prepared;
}

namespace {

struct Band {
    float top, bottom, middle;
};

Band band_of(const Brush& brush, float top, float height) {
    // What it says is to have room in a band, also in the lowest lane.
    const float air = brush.px(height < brush.px(24) ? 3 : height < brush.px(38) ? 8 : 16);
    const float thickness = std::min(height - air, brush.px(32)), middle = top + height / 2;
    return {middle - thickness / 2, middle + thickness / 2, middle};
}

// Where a label of this width stands in a piece, in sight while the piece is. The present moment does not cut
// through it.
std::optional<float> label_x(const TrackContext& context, const LanePiece& piece, float width) {
    float x0 = std::max(piece.x0, context.left), x1 = std::min(piece.x1, context.right);
    const float now = context.x_of(context.axis->cursor(context.cursor));
    if (now > x0 && now < x1) (now - x0 >= width ? x1 : x0) = now;
    return width > x1 - x0 ? std::nullopt : std::optional((x0 + x1) / 2);
}

void centred_text(const TrackContext& context, const LanePiece& piece, float middle, Color color,
                  std::string_view text) {
    const float width = text_width(context.brush, Type::small, text);
    const std::optional<float> x = label_x(context, piece, width + context.brush.px(8));
    if (!x) return;
    const float height = text_height(context.brush, Type::small);
    text_at(context.brush, Type::small, {*x - width / 2, middle - height / 2}, color, text);
}

void paint_suspended(const TrackContext& context, const LanePiece& piece, const Band& band) {
    const Brush& brush = context.brush;
    const Theme& theme = *brush.theme;
    const auto line = [&](float from, float to) {
        brush.draw->AddLine({from, band.middle}, {to, band.middle}, theme.waiting, brush.px(2));
    };
    brush.draw->AddLine({piece.x0 + 1, band.middle - brush.px(4)}, {piece.x0 + 1, band.middle + brush.px(4)},
                        theme.waiting, brush.px(2));
    if (piece.about == 0) return line(piece.x0, piece.x1);
    std::string text = context.store->label(piece.about);
    float width = text_width(brush, Type::small, text);
    const float pad = brush.px(5);
    std::optional<float> middle = label_x(context, piece, width + 2 * pad + brush.px(14));
    if (!middle) {
        text = context.store->brief_label(piece.about);
        width = text_width(brush, Type::small, text);
        middle = label_x(context, piece, width + 2 * pad + brush.px(14));
    }
    if (!middle) return line(piece.x0, piece.x1);
    const float x = *middle - width / 2;
    line(piece.x0, x - pad);
    line(x + width + pad, piece.x1);
    // Lines of the axis do not run through the words.
    const float half = text_height(brush, Type::small) / 2;
    brush.draw->AddRectFilled({x - brush.px(1), band.middle - half},
                              {x + width + brush.px(1), band.middle + half}, with_alpha(theme.panel, 0.85F));
    text_at(brush, Type::small, {x, band.middle - half}, theme.text_dim, text);
}

// Between which pixels there is nothing but the piece itself.
struct Free {
    float from = 0, until = 0;
};

// For how long, in as many words as have room.
void paint_blocked(const TrackContext& context, const LanePiece& piece, ImVec2 min, ImVec2 max, Free free) {
    const Brush& brush = context.brush;
    const Theme& theme = *brush.theme;
    brush.draw->AddRectFilled(min, max, theme.bad_soft, brush.px(2));
    draw_hatch(brush, min, max, with_alpha(theme.bad, 0.35F));
    brush.draw->AddRect(min, max, theme.bad, brush.px(2), 0, brush.px(1.5F));
    const std::string time = seconds_text(piece.lasts_ns, *context.words),
                      text = (*context.words)["lane.blocked"] + " " + time;
    const float room = std::min(max.x, context.right) - std::max(min.x, context.left) - brush.px(12);
    const std::string& shown = text_width(brush, Type::small_strong, text) <= room ? text : time;
    const float width = text_width(brush, Type::small_strong, shown), middle = (min.y + max.y) / 2,
                half = text_height(brush, Type::small_strong) / 2;
    float x = (std::max(min.x, context.left) + std::min(max.x, context.right) - width) / 2;
    if (width > room) {
        // Beside it, where neither the next thing nor the present moment is.
        const float now = context.x_of(context.axis->cursor(context.cursor)), wide = width + brush.px(10);
        const auto marked = [&](float from, float until) {
            return context.mark && *context.mark + brush.px(6) > from && *context.mark - brush.px(6) < until;
        };
        const bool right =
            max.x + wide <= free.until && (now < min.x || now > max.x + wide) && !marked(max.x, max.x + wide);
        const bool left = now >= max.x && min.x - wide >= free.from && !marked(min.x - wide, min.x);
        if (!right && !left) return;
        x = right ? max.x + brush.px(6) : min.x - brush.px(6) - width;
    } else {
        brush.draw->AddRectFilled({x - brush.px(3), middle - half}, {x + width + brush.px(3), middle + half},
                                  theme.bad_soft);
    }
    text_at(brush, Type::small_strong, {x, middle - half}, theme.bad, shown);
}

// As strong as what there is of it: where one mostly waits there is little more than the line of who waits.
void paint_dense(const TrackContext& context, const LanePiece& piece, const Band& band) {
    constexpr float kLeast = 0.1F, kMost = 0.9F;
    const Brush& brush = context.brush;
    const Theme& theme = *brush.theme;
    if (piece.busy + piece.ready < kMost)
        brush.draw->AddLine({piece.x0, band.middle}, {piece.x1, band.middle}, theme.waiting, brush.px(1));
    const float share = piece.busy + piece.ready;
    if (share <= 0) return;
    const Color color = piece.busy < piece.ready ? theme.ready : theme.running;  // a mixture would be neither
    brush.draw->AddRectFilled({piece.x0, band.top}, {piece.x1, band.bottom},
                              with_alpha(color, kLeast + (kMost - kLeast) * share));
}

// The colour of words on a bar. What is still to come is pale.
Color ink_on(const TrackContext& context, const LanePiece& piece, Color bar, Color ink) {
    const bool pale =
        context.brush.words_above && piece.x0 >= context.x_of(context.axis->cursor(context.cursor));
    return pale ? ink_on_paled(*context.brush.theme, bar, ink) : ink;
}

// The program's own function by its name, if that has room.
void paint_callback(const TrackContext& context, const LanePiece& piece, const Band& band) {
    std::string name = context.store->function_called(piece.about);
    const float width = text_width(context.brush, Type::small, name) + context.brush.px(8);
    if (name.empty() || !label_x(context, piece, width)) name = (*context.words)["lane.callback"];
    const Theme& theme = *context.brush.theme;
    centred_text(context, piece, band.middle, ink_on(context, piece, theme.waiting, theme.panel), name);
}

void paint_piece(const TrackContext& context, const LanePiece& piece, const Band& band, Free free) {
    const Brush& brush = context.brush;
    const Theme& theme = *brush.theme;
    const float gap = piece.x1 - piece.x0 > 6 ? 1.0F : 0.0F;
    const ImVec2 min{piece.x0 + gap, band.top}, max{piece.x1 - gap, band.bottom};
    if (piece.dense) {
        paint_dense(context, piece, band);
        return;
    }
    switch (piece.state) {
        case SpanState::running:
            brush.draw->AddRectFilled(min, max, theme.running, brush.px(4));
            centred_text(context, piece, band.middle, ink_on(context, piece, theme.running, theme.on_running),
                         (*context.words)["lane.runs"]);
            break;
        case SpanState::ready:
            brush.draw->AddRectFilled(min, max, theme.ready_soft, brush.px(4));
            if (max.x - min.x > brush.px(8)) {
                draw_dashed_rect(brush, min, max, theme.ready);
            } else {
                brush.draw->AddRect(min, max, theme.ready);
            }
            centred_text(context, piece, band.middle, theme.ready, (*context.words)["lane.ready"]);
            break;
        case SpanState::suspended: paint_suspended(context, piece, band); break;
        case SpanState::call:
            brush.draw->AddRectFilled(min, max, theme.waiting, brush.px(2));
            paint_callback(context, piece, band);
            break;
        case SpanState::blocked: paint_blocked(context, piece, min, max, free); break;
        case SpanState::selecting:
            // Of a short one the dashes would be mere dots.
            if (max.x - min.x < brush.px(18)) {
                brush.draw->AddRect({min.x, band.middle - brush.px(3)}, {max.x, band.middle + brush.px(3)},
                                    theme.waiting);
            } else {
                draw_dashed_rect(brush, {min.x, band.middle - brush.px(3)},
                                 {max.x, band.middle + brush.px(3)}, theme.waiting);
            }
            break;
    }
}

}  // namespace

void paint_end_sign(const Brush& brush, ImVec2 center, float size, LaneEnd how) {
    const Theme& theme = *brush.theme;
    const float r = size / 2;
    switch (how) {
        case LaneEnd::returned:
            brush.draw->AddCircleFilled(center, r, theme.good);
            draw_check(brush, center, size * 0.55F, theme.panel);
            break;
        case LaneEnd::failed:
            brush.draw->AddQuadFilled({center.x, center.y - r * 1.25F}, {center.x + r * 1.25F, center.y},
                                      {center.x, center.y + r * 1.25F}, {center.x - r * 1.25F, center.y},
                                      theme.bad);
            draw_bang(brush, center, size * 0.6F, theme.panel);
            break;
        case LaneEnd::cancelled: {
            const ImVec2 min{center.x - r, center.y - r}, max{center.x + r, center.y + r};
            brush.draw->AddRectFilled(min, max, theme.cancelled_soft, brush.px(2));
            draw_hatch(brush, min, max, with_alpha(theme.cancelled, 0.5F));
            brush.draw->AddRect(min, max, theme.cancelled, brush.px(2), 0, brush.px(1.5F));
            draw_cross(brush, center, size, theme.cancelled);
            break;
        }
        case LaneEnd::destroyed: {
            const ImVec2 min{center.x - r, center.y - r}, max{center.x + r, center.y + r};
            brush.draw->AddRectFilled(min, max, theme.panel);
            draw_dashed_rect(brush, min, max, theme.bad);
            draw_bang(brush, center, size * 0.8F, theme.bad);
            break;
        }
        case LaneEnd::open: break;
    }
}

void paint_state_sign(const Brush& brush, ImVec2 c, float size, SpanState state) {
    const Theme& theme = *brush.theme;
    const float r = size / 2;
    switch (state) {
        case SpanState::running:
        case SpanState::call:
            brush.draw->AddRectFilled({c.x - r, c.y - r * 0.7F}, {c.x + r, c.y + r * 0.7F}, theme.running,
                                      brush.px(2));
            break;
        case SpanState::ready:
            draw_dashed_rect(brush, {c.x - r, c.y - r * 0.7F}, {c.x + r, c.y + r * 0.7F}, theme.ready);
            break;
        case SpanState::blocked: {
            const ImVec2 min{c.x - r, c.y - r * 0.7F}, max{c.x + r, c.y + r * 0.7F};
            brush.draw->AddRectFilled(min, max, theme.bad_soft, brush.px(2));
            draw_hatch(brush, min, max, with_alpha(theme.bad, 0.5F));
            brush.draw->AddRect(min, max, theme.bad, brush.px(2));
            break;
        }
        case SpanState::suspended:
        case SpanState::selecting:
            brush.draw->AddLine({c.x - r, c.y}, {c.x + r, c.y}, theme.waiting, brush.px(2));
            break;
    }
}

void paint_end_before_now(const TrackContext& context, const Lane& lane, float top, float height) {
    if (lane.how == LaneEnd::open || lane.end >= context.cursor) return;
    PreparedLane prepared;
    add_end(context, lane, prepared);
    const Band band = band_of(context.brush, top, height);
    for (const LaneEndMark& end : prepared.end)
        paint_end_sign(context.brush, {end.x + context.brush.px(10), band.middle}, context.brush.px(17),
                       end.how);
}

void paint_lane(const TrackContext& context, const PreparedLane& prepared, float top, float height) {
    const Band band = band_of(context.brush, top, height);
    for (std::size_t i = 0; i < prepared.pieces.size(); ++i) {
        const bool last = i + 1 == prepared.pieces.size();
        const Free free{i == 0 ? context.left : prepared.pieces[i - 1].x1,
                        last ? context.right : prepared.pieces[i + 1].x0};
        paint_piece(context, prepared.pieces[i], band, free);
    }
    for (const LaneEndMark& end : prepared.end) {
        paint_end_sign(context.brush, {end.x + context.brush.px(10), band.middle}, context.brush.px(17),
                       end.how);
    }
}

}  // namespace loopscope::viz
