#include "viz/tracks/axis_track.h"

#include "viz/data/recording/labels.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace loopscope::viz {

namespace {

// A label at the left of its cell, but never out of sight while the cell is visible.
void cell_text(const TrackContext& context, Type type, float x0, float x1, float y, Color color,
               const std::string& text, const std::string& brief) {
    const float pad = context.brush.px(5);
    const float left = std::max(x0, context.left) + pad,
                room = std::min(x1, context.right) - left - context.brush.px(2);
    for (const std::string& candidate : {text, brief}) {
        if (candidate.empty() || text_width(context.brush, type, candidate) > room) continue;
        text_at(context.brush, type, {left, y}, color, candidate);
        return;
    }
}

struct AxisRows {
    float top, height, bottom;
    trace::EventIndex shown;
    float text_y(const Brush& brush, int row, Type type) const {
        return top + static_cast<float>(row) * height + (height - text_height(brush, type)) / 2;
    }
};

// Lines nearer to each other than this would be a comb in front of the lanes: of turns, and of instants,
// which are stronger, when there are others at both sides.
constexpr float kTurnLines = 10, kInstantLines = 28;

void paint_turns(const TrackContext& context, const AxisRows& rows) {
    const Theme& theme = *context.brush.theme;
    const auto& turns = context.store->turns();
    const trace::EventIndex first = context.axis->first_event_from(context.scale->start());
    auto turn =
        std::partition_point(turns.begin(), turns.end(), [&](const Turn& t) { return t.event < first; });
    if (turn != turns.begin()) --turn;
    const bool logical = context.axis->mode() == AxisMode::logical;
    float instant_x = context.left, instant_before = -1e9F;
    bool new_instant = true;
    std::int64_t told_ns = -1;  // the last instant whose time was written whole
    std::string told;
    while (turn != turns.end()) {
        const float x0 = context.x_of_event(turn->event);
        if (x0 > context.right || turn->event >= rows.shown) break;
        auto next = std::next(turn);
        const float x1 = next == turns.end() ? context.right : context.x_of_event(next->event);
        if (turn != turns.begin() && std::prev(turn)->time_ns != turn->time_ns) new_instant = true;
        if (x1 - x0 >= context.brush.px(3)) {
            if (x1 - x0 >= context.brush.px(kTurnLines))
                context.brush.draw->AddLine({x0, rows.top + rows.height}, {x0, rows.bottom}, theme.line);
            const std::string number = std::to_string(turn->number);
            cell_text(context, Type::small, x0, x1, rows.text_y(context.brush, 1, Type::small),
                      theme.text_dim, context.words->fill("events.turn", {{"turn", number}}), number);
        } else {
            const trace::EventIndex beyond = context.axis->first_event_from(
                context.scale->to_position(x0 - context.left + context.brush.px(3)));
            next = std::max(next, std::partition_point(next, turns.end(),
                                                       [&](const Turn& t) { return t.event < beyond; }));
        }
        if (new_instant) {
            const auto last = std::partition_point(turn, turns.end(),
                                                   [&](const Turn& t) { return t.time_ns <= turn->time_ns; });
            const float end = last == turns.end() ? context.right : context.x_of_event(last->event);
            // Every other instant is shaded, so that the eye sees what belongs to one.
            if (turn->shaded)
                context.brush.draw->AddRectFilled({std::max(x0, context.left), rows.top + 2 * rows.height},
                                                  {std::min(end, context.right), rows.bottom}, theme.raised);
            // The first row is that of the times: on the clock axis they stand where ticks are, not instants.
            const bool clear = std::max(end - x0, x0 - instant_before) >= context.brush.px(kInstantLines);
            if (x0 >= instant_x && clear)
                context.brush.draw->AddLine({x0, rows.top + (logical ? 0 : rows.height)}, {x0, rows.bottom},
                                            theme.waiting);
            const std::string time = seconds_text(turn->time_ns, *context.words);
            // Of measured times that would read alike what lies between them is told.
            const bool alike = told_ns >= 0 && time == told;
            const std::string between =
                alike ? "+ " + seconds_text(turn->time_ns - told_ns, *context.words) : std::string();
            if (logical)
                cell_text(context, Type::small_strong, x0, end,
                          rows.text_y(context.brush, 0, Type::small_strong), theme.text,
                          alike ? between : "t = " + time, alike ? between : time);
            if (!alike) {
                told = time;
                told_ns = turn->time_ns;
            }
            instant_x = instant_before = x0;
            new_instant = false;
        }
        turn = next;
    }
}

// 1, 2 or 5 times a power of ten, so that ticks are at least `room` pixels apart.
double tick_step(double pixels_per_unit, double room) {
    const double least = room / pixels_per_unit;
    const double power = std::pow(10.0, std::floor(std::log10(least)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (power * factor >= least) return power * factor;
    }
    return power * 10;
}

double seconds_at(const TrackContext& context, double position) {
    return static_cast<double>(context.store->time_at(context.axis->count_at(position))) * 1e-9;
}

void paint_seconds(const TrackContext& context, const AxisRows& rows) {
    const Theme& theme = *context.brush.theme;
    const double step = tick_step(context.scale->pixels_per_unit(), context.brush.px(80));
    const double end =
        std::min({context.scale->end(), context.axis->end(), context.axis->cursor(rows.shown)});
    const double first = std::floor(seconds_at(context, context.scale->start()) / step) * step;
    float free_x = context.left;
    for (double at = std::max(first, 0.0);; at += step) {
        const double position = context.axis->position_of_time(at);
        if (position > end + step * 1e-6) break;
        const float x = context.x_of(position);
        if (x < free_x) continue;
        free_x = x + context.brush.px(64);
        context.brush.draw->AddLine({x, rows.top}, {x, rows.bottom}, theme.line);
        const auto ns = static_cast<std::int64_t>(std::llround(at * 1e9));
        cell_text(context, Type::small_strong, x, x + context.brush.px(80),
                  rows.text_y(context.brush, 0, Type::small_strong), theme.text,
                  seconds_text(ns, *context.words), "");
    }
}

}  // namespace

void paint_axis(const TrackContext& context, float top, float row_height, float bottom,
                trace::EventIndex shown) {
    const AxisRows rows{top, row_height, bottom, shown};
    paint_turns(context, rows);
    if (context.axis->mode() != AxisMode::logical) paint_seconds(context, rows);
    const float y = top + 2 * row_height;
    context.brush.draw->AddLine({context.left, y}, {context.right, y}, context.brush.theme->line);
}

}  // namespace loopscope::viz
