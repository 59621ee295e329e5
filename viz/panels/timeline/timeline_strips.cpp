// What stands in the strips of the timeline, and the labels at their left.
#include "viz/data/recording/labels.h"
#include "viz/panels/base/task_text.h"
#include "viz/panels/timeline/timeline_frame.h"
#include "viz/tracks/axis_track.h"
#include "viz/tracks/cause_track.h"
#include "viz/tracks/flame_track.h"
#include "viz/tracks/intervention_track.h"
#include "viz/tracks/lane_track.h"
#include "viz/tracks/path_track.h"
#include "viz/tracks/phase_track.h"
#include "viz/tracks/primitive_track.h"
#include "viz/tracks/scope_track.h"
#include "viz/tracks/side_track.h"

#include <algorithm>
#include <cmath>

namespace loopscope::viz {

namespace {

// What a task runs: "work('A', 3)", or what of it has room; the arguments tell it from others.
std::string call_within(const Scene& scene, const Brush& brush, trace::ObjectId task, float room) {
    const std::string call = scene.store->call_of(task), function = scene.store->function_of(task);
    for (const std::string& text : {call, call.substr(function.size())})
        if (!text.empty() && text_width(brush, Type::small, text) <= room) return text;
    return function;
}

// What of a task's call and state has room: both, else the call, which the lane itself does not show;
// of who has a name of his own the state, which may be told in fewer words.
std::string in_one_line(const Brush& brush, const std::string& call, const std::string& state,
                        const std::string& gist, float room) {
    const auto fits = [&](const std::string& text) { return text_width(brush, Type::small, text) <= room; };
    if (!call.empty() && fits(call + ", " + state)) return call + ", " + state;
    if (!call.empty() && fits(call + ", " + gist)) return call + ", " + gist;
    if (!call.empty() && fits(call)) return call;
    return fits(state) ? state : gist;
}

// In the room of what is hidden.
void hint_to_predict(const Scene& scene, const Brush& brush, Rect hidden) {
    const std::string& hint = scene.say("start.hidden");
    const float width = text_width(brush, Type::body, hint), margin = scene.px(24);
    if (width + 2 * margin > hidden.width) return;
    text_within(brush, Type::body,
                {hidden.x + (hidden.width - width) / 2, hidden.y + hidden.height / 2 - scene.px(10)},
                width + 1, scene.theme->text_dim, hint);
}

}  // namespace

void TimelinePanel::draw_strips(const Scene& scene, const ViewState& view, Frame frame) {
    TrackContext& context = frame.context;
    ImDrawList* draw = context.brush.draw;
    const float line_end = std::min(frame.body.bottom(), screen_y(frame, stack_.height()));
    draw->PushClipRect({frame.body.x, frame.rect.y}, {frame.body.right(), frame.body.bottom()}, true);
    const float axis_end = frame.phases.empty() ? frame.body.y : frame.phases.y;
    paint_axis(context, axis_end - 2 * frame.row, frame.row, line_end, frame.seen);
    // What has not happened yet is pale, or not there at all.
    const float now = std::max(context.x_of(context.axis->cursor(context.cursor)), frame.body.x);
    // Who opens a recording of his own finds all of it readable, until he steps.
    const bool untouched = context.cursor == 0 && scene.scenario == nullptr && view.shows_future();
    const auto veil = [&](float y0, float y1) {
        if (now < frame.body.right() && !untouched)
            draw->AddRectFilled(
                {now, y0}, {frame.body.right(), y1},
                with_alpha(scene.theme->panel, view.shows_future() ? scene.theme->veil : 1.0F));
    };
    // Its words are to be read all the same.
    const bool ghosts = view.shows_future() && !untouched;
    if (ghosts) draw->ChannelsSplit(2);
    context.brush.words_above = ghosts;
    if (!frame.phases.empty()) {
        paint_phases(context, prepare_phases(context, scene.phases), frame.phases.y, frame.phases.height,
                     line_end);
        veil(frame.phases.y, frame.phases.bottom());
    }
    draw->PushClipRect({frame.body.x, frame.body.y}, {frame.body.right(), frame.body.bottom()}, true);
    const LaneBand band{&stack_, screen_y(frame, 0), frame.body.y, frame.body.bottom()};
    // Below the lanes: no word in them is struck through.
    if (scene.theme->hatches_future && !untouched && now < frame.body.right())
        draw_hatch(context.brush, {now, frame.body.y}, {frame.body.right(), line_end},
                   with_alpha(scene.theme->line, 0.35F));
    const std::vector<PreparedArrow> arrows = prepare_arrows(context, band);
    paint_arrows(context, arrows, false);
    const auto strips = stack_.strips();
    for (std::size_t i = stack_.first_below(scroll_); i < strips.size(); ++i) {
        if (screen_y(frame, strips[i].top) > frame.body.bottom()) break;
        if (is_there(scene, frame, strips[i])) draw_strip(scene, view, frame, strips[i]);
    }
    veil(frame.body.y, frame.body.bottom() + 1);
    if (ghosts) draw->ChannelsMerge();
    context.brush.words_above = false;
    // The sign of an end stands behind it: what has ended is not to look as if it were still to come.
    for (std::size_t i = stack_.first_below(scroll_); i < strips.size(); ++i) {
        const float top = screen_y(frame, strips[i].top);
        if (top > frame.body.bottom()) break;
        if (strips[i].kind == StripKind::lane)
            paint_end_before_now(context, scene.store->lanes().lanes[strips[i].number], top,
                                 strips[i].height);
    }
    if (scene.predicting)
        hint_to_predict(scene, context.brush,
                        {now, frame.body.y, frame.body.right() - now, frame.body.height});
    // What of it reaches beyond the present moment would be seen on what is hidden.
    const float end = view.shows_future() ? frame.body.right() : now + scene.px(1);
    draw->PushClipRect({frame.body.x, frame.body.y}, {end, frame.body.bottom()}, true);
    paint_arrows(context, arrows, true);
    paint_interventions(context, band);
    if (scene.path != nullptr) paint_path(context, *scene.path, band);
    if (view.causes) paint_causes(context, scene.chain, band);
    draw->PopClipRect();
    draw->PopClipRect();
    draw->PopClipRect();
}

// While what comes is hidden, a lane is not seen before it begins; its place is kept, so that none moves.
bool TimelinePanel::is_there(const Scene& scene, const Frame& frame, const Strip& strip) const {
    if (frame.seen >= scene.store->event_count()) return true;
    if (strip.kind == StripKind::side) {
        const SideLane& side = scene.store->sides()[strip.number];
        return (!side.spans.empty() && side.spans.front().known() < frame.seen) ||
               (!side.marks.empty() && side.marks.front().event < frame.seen);
    }
    if (strip.kind == StripKind::group || strip.kind == StripKind::primitive) {
        const auto& all = scene.store->primitive_lanes();
        const std::size_t number = strip.kind == StripKind::group ? 0 : strip.number;
        return all[number].spans.front().begin < frame.seen;
    }
    if (strip.kind == StripKind::heading) return inside(scene, frame, strip.row) > 0;
    return strip.number == 0 || scene.store->lanes().lanes[strip.number].begin < frame.seen;
}

// How many lanes below a row are there. Of what is folded away only the whole number is known.
std::uint32_t TimelinePanel::inside(const Scene& scene, const Frame& frame, std::size_t row) const {
    if (rows_[row].folded || frame.seen >= scene.store->event_count()) return rows_[row].inside;
    std::uint32_t count = 0;
    const std::uint32_t depth = rows_[row].depth;
    for (std::size_t i = row + 1; i < rows_.size() && rows_[i].is_lane() && rows_[i].depth > depth; ++i)
        count += scene.store->lanes().lanes[rows_[i].lane].begin < frame.seen ? 1 : 0;
    return count;
}

void TimelinePanel::draw_scopes(const Frame& frame, const Strip& lane) const {
    const std::vector<ScopePiece> pieces = prepare_scopes(frame.context, lane.number);
    if (pieces.empty()) return;
    const Strip *last = &lane, *end = stack_.strips().data() + stack_.strips().size();
    while (last + 1 != end && last[1].kind == StripKind::flame) ++last;
    paint_scopes(frame.context, pieces, screen_y(frame, lane.top), lane.height,
                 screen_y(frame, last->bottom()));
}

void TimelinePanel::draw_strip(const Scene& scene, const ViewState& view, const Frame& frame,
                               const Strip& strip) const {
    const TrackContext& context = frame.context;
    const float top = screen_y(frame, strip.top), bottom = top + strip.height;
    ImDrawList* draw = context.brush.draw;
    switch (strip.kind) {
        case StripKind::heading:
        case StripKind::group:
            draw->AddRectFilled({frame.body.x, top}, {frame.body.right(), bottom}, scene.theme->raised);
            return;
        case StripKind::flame:
            return paint_flame(context, prepare_flame(context, strip.number, strip.depth), top, strip.height);
        case StripKind::side: {
            const SideLane& side = scene.store->sides()[strip.number];
            draw->AddLine({frame.body.x, top}, {frame.body.right(), top}, scene.theme->line);
            return paint_side(context, side, prepare_side(context, side), top, strip.height);
        }
        case StripKind::primitive: {
            const PrimitiveLane& lane = scene.store->primitive_lanes()[strip.number];
            draw->AddLine({frame.body.x, top}, {frame.body.right(), top}, scene.theme->line);
            return paint_primitive(context, lane, prepare_primitive(context, lane), top, strip.height);
        }
        case StripKind::lane: {
            const Lane& lane = scene.store->lanes().lanes[strip.number];
            if (lane.task != 0 && lane.task == scene.subject(view))
                draw->AddRectFilled({frame.body.x, top}, {frame.body.right(), bottom},
                                    with_alpha(scene.theme->accent_soft, 0.5F));
            if (strip.top > 0)
                draw->AddLine({frame.body.x, top}, {frame.body.right(), top},
                              with_alpha(scene.theme->line, 0.5F));
            draw_scopes(frame, strip);  // what is said in the lane stands before them
            return paint_lane(context, prepare_lane(context, lane), top, strip.height);
        }
    }
}

void TimelinePanel::draw_labels(const Scene& scene, ViewState& view, const Frame& frame) {
    const Brush& brush = frame.context.brush;
    const Theme& theme = *scene.theme;
    const float left = frame.rect.x + scene.px(14);
    const std::string_view axis = view.axis == AxisMode::logical ? "timeline.events"
                                  : view.axis == AxisMode::clock ? "timeline.clock"
                                                                 : "timeline.linear";
    const float y = frame.rect.y + (frame.row - text_height(brush, Type::small)) / 2;
    text_within(brush, Type::small, {left, y}, frame.labels - scene.px(18), theme.text_dim, scene.say(axis));
    if (!view.lanes.filter.empty())
        text_within(brush, Type::small_strong, {left, y + frame.row}, frame.labels - scene.px(18),
                    theme.accent, scene.say("timeline.filtered", {{"what", view.lanes.filter}}));
    if (!frame.phases.empty())
        text_within(brush, Type::small, {left, y + 2 * frame.row}, frame.labels - scene.px(18),
                    theme.text_dim, scene.say("timeline.phases"));
    brush.draw->PushClipRect({frame.rect.x, frame.body.y}, {frame.body.x, frame.body.bottom()}, true);
    const auto strips = stack_.strips();
    for (std::size_t i = stack_.first_below(scroll_); i < strips.size(); ++i) {
        const Strip& strip = strips[i];
        if (screen_y(frame, strip.top) > frame.body.bottom()) break;
        if (!is_there(scene, frame, strip)) continue;
        if (strip.kind == StripKind::lane) label_lane(scene, view, frame, strip);
        if (strip.kind == StripKind::heading) label_heading(scene, view, frame, strip);
        if (strip.kind == StripKind::side) label_side(scene, frame, strip);
        if (strip.kind == StripKind::group) label_group(scene, view, frame, strip);
        if (strip.kind == StripKind::primitive) label_primitive(scene, view, frame, strip);
    }
    brush.draw->PopClipRect();
    brush.draw->AddLine({frame.body.x, frame.rect.y}, {frame.body.x, frame.body.bottom()}, theme.line);
}

// A triangle to press. Returns whether it was.
bool TimelinePanel::fold_sign(const Scene& scene, bool folded, ImVec2 center) const {
    const Brush brush = scene.brush();
    const float r = scene.px(4);
    const Color color = scene.theme->text_dim;
    if (folded) {
        draw_triangle(brush, center, 2 * r, color, true);
    } else {
        brush.draw->AddTriangleFilled({center.x - r, center.y - r * 0.7F},
                                      {center.x + r, center.y - r * 0.7F}, {center.x, center.y + r * 0.8F},
                                      color);
    }
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const float reach = scene.px(9);
    return ImGui::IsMouseClicked(0) && ImGui::IsWindowHovered() && std::abs(mouse.x - center.x) < reach &&
           std::abs(mouse.y - center.y) < reach;
}

void TimelinePanel::label_lane(const Scene& scene, ViewState& view, const Frame& frame, const Strip& strip) {
    const Brush& brush = frame.context.brush;
    const Theme& theme = *scene.theme;
    const LaneRow& row = rows_[strip.row];
    const Lane& lane = scene.store->lanes().lanes[row.lane];
    const float top = screen_y(frame, strip.top), bottom = top + strip.height;
    if (lane.task != 0 && lane.task == scene.subject(view)) {
        brush.draw->AddRectFilled({frame.rect.x, top}, {frame.body.x, bottom}, theme.accent_soft);
        brush.draw->AddRectFilled({frame.rect.x, top}, {frame.rect.x + scene.px(4), bottom}, theme.accent);
    }
    // Deep trees are indented no further than leaves room for a name.
    const float step = std::min(scene.px(11), (frame.labels - scene.px(110)) / 6);
    const float indent = step * static_cast<float>(std::min(row.depth, 6U));
    const trace::ObjectState* task = lane.task != 0 ? scene.now->object(lane.task) : nullptr;
    const bool asked_to_stop = task != nullptr && task->cancelling > 0 && !task->done() && !row.folded;
    const float left = frame.rect.x + scene.px(18) + indent;
    const float width = frame.body.x - left - scene.px(asked_to_stop ? 20 : 8);
    const bool low = strip.height < scene.px(38);  // name and state in one line
    const float name_y = top + (strip.height - scene.px(low ? 19 : 34)) / 2, state_y = name_y + scene.px(18);
    for (std::uint32_t i = 0; i < std::min(row.depth, 6U); ++i) {
        const float x = frame.rect.x + scene.px(11) + step * static_cast<float>(i);
        brush.draw->AddLine({x, top}, {x, bottom}, theme.line);
    }
    if (inside(scene, frame, strip.row) > 0 &&
        fold_sign(scene, row.folded, {left - scene.px(8), name_y + scene.px(9)})) {
        const std::string key = fold_key(*scene.store, row);
        if (view.lanes.folded.erase(key) == 0) view.lanes.folded.insert(key);
    }
    if (row.pinned)
        brush.draw->AddCircleFilled({frame.rect.x + scene.px(9), name_y + scene.px(9)}, scene.px(3),
                                    theme.accent);
    const bool born = lane.task == 0 || lane.begin < frame.context.cursor;
    const std::string name = lane.task == 0 ? scene.say("timeline.loop") : scene.store->label(lane.task);
    text_within(brush, Type::strong, {left, name_y}, width, born ? theme.text : theme.text_dim, name);
    // What it runs is said after its name, if that is a mere number.
    const float beside = left + text_width(brush, Type::strong, name) + scene.px(7);
    const float small_y =
        name_y + (text_height(brush, Type::strong) - text_height(brush, Type::small)) * 0.8F;
    const std::string full = lane.task == 0 ? name : scene.store->full_label(lane.task);
    const float rest = left + width - beside;
    // Where only the call has room, how the task ended is to be seen all the same.
    const bool ended = lane.how != LaneEnd::open && lane.end < frame.context.cursor;
    const float sign = low && !row.folded && ended ? scene.px(17) : 0;
    const std::string call = full != name ? call_within(scene, brush, lane.task, rest - sign) : std::string();
    if (!call.empty() && !low) text_within(brush, Type::small, {beside, small_y}, rest, theme.text_dim, call);
    std::string state = lane.task == 0 ? loop_text(*scene.now, *scene.words)
                                       : state_text(*scene.store, *scene.now, lane.task, *scene.words);
    if (row.folded)
        state = scene.say("timeline.folded", {{"count", std::to_string(inside(scene, frame, strip.row))}}) +
                ", " + state;
    const float room = low ? rest : width;
    if (!row.folded && (low || text_width(brush, Type::small, state) > room)) {
        const std::string gist = lane.task == 0
                                     ? loop_gist(*scene.now, *scene.words)
                                     : state_gist(*scene.store, *scene.now, lane.task, *scene.words);
        state = low ? in_one_line(brush, call, state, gist, room) : gist;
    }
    if (asked_to_stop)
        draw_bolt(brush, {frame.body.x - scene.px(10), name_y + scene.px(10)}, scene.px(15), theme.cancelled);
    if (sign > 0 && state == call)
        paint_end_sign(brush, {left + width - scene.px(5), name_y + scene.px(9)}, scene.px(12), lane.how);
    if (low && !row.folded && ended && text_width(brush, Type::small, state) > room && room > scene.px(14))
        return paint_end_sign(brush, {beside + scene.px(8), name_y + scene.px(9)}, scene.px(13), lane.how);
    text_within(brush, Type::small, low ? ImVec2{beside, small_y} : ImVec2{left, state_y}, room,
                theme.text_dim, state);
}

void TimelinePanel::label_heading(const Scene& scene, ViewState& view, const Frame& frame,
                                  const Strip& strip) {
    const Brush& brush = frame.context.brush;
    const LaneRow& row = rows_[strip.row];
    const float top = screen_y(frame, strip.top);
    brush.draw->AddRectFilled({frame.rect.x, top}, {frame.body.x, top + strip.height}, scene.theme->raised);
    if (inside(scene, frame, strip.row) > 0 &&
        fold_sign(scene, row.folded, {frame.rect.x + scene.px(10), top + strip.height / 2}))
        if (view.lanes.folded.erase(row.heading) == 0) view.lanes.folded.insert(row.heading);
    const bool ending = arranged_.group == LaneGroup::ending;
    const std::string name = ending ? scene.say("lanes." + row.heading) : row.heading;
    text_within(
        brush, Type::small_strong,
        {frame.rect.x + scene.px(18), top + (strip.height - text_height(brush, Type::small_strong)) / 2},
        frame.labels - scene.px(24), scene.theme->text,
        name + "  (" + std::to_string(inside(scene, frame, strip.row)) + ")");
}

}  // namespace loopscope::viz
