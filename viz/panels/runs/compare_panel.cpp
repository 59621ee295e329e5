#include "viz/panels/runs/compare_panel.h"

#include "viz/data/recording/event_object.h"
#include "viz/panels/base/widgets.h"
#include "viz/parameter_texts.h"
#include "viz/tracks/axis_track.h"
#include "viz/tracks/intervention_track.h"
#include "viz/tracks/lane_track.h"
#include "viz/tracks/scope_track.h"

#include <algorithm>
#include <cmath>

namespace loopscope::viz {

using trace::Recording;

namespace {

constexpr float kCompareRow = 20, kLane = 18, kTallLane = 60, kLeastLanes = 3, kLaneWithLimits = 26;
constexpr float kRoomForList = 2 * (2 * kCompareRow + 4 * kLane) + 2 * kCompareRow;

// In the order of creation, so that the same task has the same place in both.
LaneStack stack_of(const Store& store, float lane) {
    LaneWish wish;
    wish.group = LaneGroup::none;
    return {lane_rows(store, wish), nullptr, 0,
            StackSizes{.low_lane = lane, .lane = lane, .tall_lane = lane}};
}

}  // namespace

// `room`: for the lanes of one of the two. They are as high as it allows.
void ComparePanel::arrange(const Scene& scene, float room) {
    if (scale_ == scene.scale && arranged_ == scene.generation && room_ == room) return;
    const std::size_t lanes = std::max(scene.before->lanes().lanes.size(), scene.store->lanes().lanes.size());
    const float each = room / static_cast<float>(std::max<std::size_t>(lanes, 1));
    const float lane = std::floor(std::clamp(each, scene.px(kLane), scene.px(kTallLane)));
    before_lanes_ = stack_of(*scene.before, lane);
    after_lanes_ = stack_of(*scene.store, lane);
    scale_ = scene.scale;
    arranged_ = scene.generation;
    room_ = room;
}

void ComparePanel::look(const Scene& scene, const ViewState& view) {
    if (shown_ == scene.generation && language_ == view.language) return;
    if (shown_ != scene.generation) fitted_ = false;
    const Recording &before = scene.before->recording(), &after = scene.store->recording();
    const ParameterTexts texts = scene.scenario == nullptr
                                     ? ParameterTexts()
                                     : parameter_texts(*scene.scenario, *scene.words, view.language);
    found_ = compare(before, after, *scene.words, texts);
    changes_ = task_changes(*scene.before, *scene.store, *scene.words);
    // The file, or what was different in a run of the same program.
    const auto name = [&](const Recording& run, const Recording& other, const std::string& title) {
        const std::string special =
            run.header.program != other.header.program || run.header.language != other.header.language
                ? std::string()
                : what_is_special(run, other, *scene.words, texts);
        return special.empty() ? title : special;
    };
    names_ = {name(before, after, scene.title_before), name(after, before, scene.title)};
    if (shown_ != scene.generation) clock_.emplace(*scene.before, *scene.store);
    parts_in_ = shown_ != scene.generation ? lane_that_parts(scene) : std::nullopt;
    shown_ = scene.generation;
    language_ = view.language;
}

// The lane of the second run in which the first difference is.
std::optional<std::uint32_t> ComparePanel::lane_that_parts(const Scene& scene) const {
    if (!found_.first || found_.first->after >= scene.store->event_count()) return std::nullopt;
    return scene.store->lanes().lane_of(object_of(scene.store->event(found_.first->after)));
}

// Once: where not all lanes have room, that one has.
void ComparePanel::reveal_difference(float room) {
    const auto lane = parts_in_ ? after_lanes_.of_lane(*parts_in_) : std::nullopt;
    parts_in_.reset();
    if (!lane) return;
    if (lane->bottom() - scroll_ > room) scroll_ = lane->bottom() - room;
}

// Returns where the room below begins. In a low panel the lanes are more than what came of it: that is told
// when the mouse points at the first difference.
float ComparePanel::write_findings(const Scene& scene, Wishes& wishes, Rect rect) {
    std::string rest;
    for (const auto* sentences : {&found_.given, &found_.results})
        for (const std::string& sentence : *sentences) rest += (rest.empty() ? "" : " ") + sentence;
    if (found_.first) {
        write(scene, Type::strong, scene.theme->bad, scene.say("compare.first"));
        ImGui::SameLine(0, scene.px(8));
        if (wrapped_link(scene, found_.first->sentence)) wishes.seek = found_.first->after + 1;
    } else {
        write_wrapped(scene, Type::strong, scene.theme->good, no_difference(found_, *scene.words));
    }
    const bool at_difference = ImGui::IsItemHovered();
    list_lines(scene, wishes);
    constexpr std::size_t kMostTold = 10;
    const float least = scene.px(2 * (2 * kCompareRow + kLeastLanes * kLane));
    const float tall = wrapped_height(scene.brush(), Type::body, ImGui::GetContentRegionAvail().x, rest);
    const bool told = rect.bottom() - ImGui::GetCursorScreenPos().y - tall < least;
    if (told && at_difference) tooltip(scene, rest + "\n" + text_of(changes_, *scene.words, kMostTold));
    if (!told) {
        write_wrapped(scene, Type::body, scene.theme->text, rest);
        list_changes(scene, wishes, rect);
    }
    return std::max(ImGui::GetCursorScreenPos().y + scene.px(4), rect.y);
}

// Of the program's text, one a line and few of them: the lanes need the room. Pressing one shows it.
void ComparePanel::list_lines(const Scene& scene, Wishes& wishes) const {
    constexpr std::size_t kMostLines = 3;
    const std::size_t all = found_.lines.size();
    for (std::size_t i = 0; i < std::min(all, kMostLines); ++i) {
        const ChangedLine& line = found_.lines[i];
        ImGui::PushID(static_cast<int>(i));
        if (text_link(scene, text_of(line, *scene.words)) && line.after != 0)
            wishes.place = SourcePlace{line.source_after, line.after, false};
        ImGui::PopID();
    }
    if (all <= kMostLines) return;
    ImGui::SameLine(0, scene.px(8));
    write(scene, Type::small, scene.theme->text_dim,
          scene.say("change.more", {{"count", std::to_string(all - kMostLines)}}));
    std::string rest;
    constexpr std::size_t kMostTold = 30;
    for (std::size_t i = kMostLines; i < std::min(all, kMostTold); ++i)
        rest += (rest.empty() ? "" : "\n") + text_of(found_.lines[i], *scene.words);
    if (ImGui::IsItemHovered()) tooltip(scene, rest);
}

// As many as have room in a line, and how many more there are; pressing one goes to its lane.
void ComparePanel::list_changes(const Scene& scene, Wishes& wishes, Rect rect) {
    const float below = rect.bottom() - ImGui::GetCursorScreenPos().y;
    if (changes_.empty() || below < scene.px(kRoomForList)) return;
    write(scene, Type::small, scene.theme->text_dim,
          scene.say("change.tasks", {{"count", std::to_string(changes_.size())}}));
    const float right = rect.right() - scene.px(14);
    for (std::size_t i = 0; i < changes_.size(); ++i) {
        const std::string text = changes_[i].name + ": " + changes_[i].what;
        const std::string more = scene.say("change.more", {{"count", std::to_string(changes_.size() - i)}});
        ImGui::SameLine(0, scene.px(12));
        const float rest =
            i + 1 == changes_.size() ? 0 : text_width(scene.brush(), Type::small, more) + scene.px(12);
        if (ImGui::GetCursorScreenPos().x + text_width(scene.brush(), Type::body, text) + rest > right) {
            write(scene, Type::small, scene.theme->text_dim, more);
            if (ImGui::IsItemHovered()) tooltip(scene, text_of(changes_, *scene.words, 30));
            return;
        }
        ImGui::PushID(static_cast<int>(i));
        if (text_link(scene, text)) {
            if (changes_[i].after != 0) wishes.select = changes_[i].after;
            scroll_ = 0;
            parts_in_ = changes_[i].after != 0 ? scene.store->lanes().lane_of(changes_[i].after) : 0;
        }
        ImGui::PopID();
    }
}

TimeScale ComparePanel::scale_for(const Scene& scene, AxisMode mode, const Axis& before, const Axis& after,
                                  float width) {
    const bool logical = mode == AxisMode::logical;
    const double end = std::max(before.end(), after.end());
    TimeScale scale(end + (logical ? 2.0 : std::max(end, 1e-6) * 0.06), static_cast<double>(width),
                    logical ? static_cast<double>(scene.px(160)) : 1e9, static_cast<double>(scene.px(8)));
    // In a panel of another width it fits anew, unless the user has chosen what to see.
    if (axis_ != mode || (width != width_ && !moved_)) fitted_ = false;
    axis_ = mode;
    width_ = width;
    if (fitted_) {
        scale.restore(start_, zoom_);
    } else {
        scale.fit(logical ? static_cast<double>(scene.px(30)) : 1e9);
        if (logical && scale.pixels_per_unit() < static_cast<double>(scene.px(7)))
            scale.restore_start(static_cast<double>(scene.px(14)));
        // Where they part is what one wants to see.
        if (found_.first) scale.reveal(after.position(found_.first->after), static_cast<double>(width) / 3);
        fitted_ = true;
        moved_ = false;
    }
    moved_ = moved_ || pending_zoom_ != 1 || pending_pan_ != 0;
    if (pending_zoom_ != 1) scale.zoom_at(static_cast<double>(width) / 2, pending_zoom_);
    if (pending_pan_ != 0) scale.pan(pending_pan_ * static_cast<double>(width));
    pending_zoom_ = 1;
    pending_pan_ = 0;
    return scale;
}

// "this run", and which of its lanes are seen if not all are.
std::string ComparePanel::which_lanes(const Scene& scene, const Half& half) const {
    const auto strips = half.stack->strips();
    const float room = half.rect.height - axis_rows_ * scene.px(kCompareRow);
    const std::size_t first = half.stack->first_below(scroll_);
    std::size_t end = first;
    while (end < strips.size() && strips[end].top + strips[end].height / 2 < scroll_ + room) ++end;
    if (first == 0 && end >= strips.size()) return std::string(half.which);
    return scene.say("compare.lanes", {{"which", std::string(half.which)},
                                       {"first", std::to_string(first + 1)},
                                       {"last", std::to_string(std::max(end, first + 1))},
                                       {"all", std::to_string(strips.size())}});
}

void ComparePanel::draw_half(const Scene& scene, const ViewState& view, const Half& half,
                             const TimeScale& scale) const {
    const Theme& theme = *scene.theme;
    const Axis axis(*half.store, view.axis, &*clock_);
    const float left = half.rect.x + labels_, row = scene.px(kCompareRow), axis_height = axis_rows_ * row;
    const float top = half.rect.y + axis_height, bottom = half.rect.bottom();
    const bool now_is_here = half.store == scene.store;
    TrackContext context{scene.brush(),
                         scene.words,
                         half.store,
                         &axis,
                         &scale,
                         left,
                         half.rect.right(),
                         now_is_here ? view.playback.cursor() : half.store->event_count()};
    ImDrawList* draw = context.brush.draw;
    const auto& lanes = half.store->lanes().lanes;
    const float title_x = half.rect.x + scene.px(14), title_width = labels_ - scene.px(20);
    const float title_height = text_height(context.brush, Type::small_strong);
    const float title_y = half.rect.y + (axis_rows_ > 1 ? row - title_height : (row - title_height) / 2);
    text_within(context.brush, Type::small_strong, {title_x, title_y}, title_width, theme.text, half.title);
    if (axis_rows_ > 1)
        text_within(context.brush, Type::small, {title_x, title_y + title_height + scene.px(1)}, title_width,
                    theme.text_dim, which_lanes(scene, half));
    draw->PushClipRect({left, half.rect.y}, {half.rect.right(), bottom}, true);
    // Of an axis with one row it is the lower one, with the turns.
    paint_axis(context, top - 2 * row, row, std::min(bottom, top + half.stack->height() - scroll_),
               context.store->event_count());
    draw->PopClipRect();
    draw->PushClipRect({half.rect.x, top}, {half.rect.right(), bottom}, true);
    // Below the lanes: the line crosses no word.
    const float parting = half.differs ? std::round(context.x_of_event(*half.differs)) : 0;
    if (half.differs) context.mark = parting;
    draw->PushClipRect({left, top}, {half.rect.right(), bottom}, true);
    if (half.differs)
        draw->AddRectFilled({parting - scene.px(1), top}, {parting + scene.px(1), bottom}, theme.bad);
    draw->PopClipRect();
    const auto strips = half.stack->strips();
    for (std::size_t i = half.stack->first_below(scroll_); i < strips.size(); ++i) {
        const float y = top - scroll_ + strips[i].top, lane = strips[i].height;
        if (y > bottom) break;
        const Lane& shown = lanes[strips[i].number];
        const std::string name =
            shown.task == 0 ? scene.say("timeline.loop") : half.store->full_label(shown.task);
        const bool changed = std::any_of(changes_.begin(), changes_.end(), [&](const TaskChange& each) {
            return shown.task != 0 && (now_is_here ? each.after : each.before) == shown.task;
        });
        text_within(context.brush, changed ? Type::small_strong : Type::small,
                    {half.rect.x + scene.px(14), y + (lane - text_height(context.brush, Type::small)) / 2},
                    labels_ - scene.px(20), changed ? theme.text : theme.text_dim, name);
        draw->PushClipRect({left, top}, {half.rect.right(), bottom}, true);
        std::vector<ScopePiece> scopes = prepare_scopes(context, strips[i].number);
        // At the foot of a low lane a limit would cross what is said in it.
        if (lane < scene.px(kLaneWithLimits))
            std::erase_if(scopes,
                          [](const ScopePiece& piece) { return piece.scope->kind != ScopeKind::group; });
        paint_scopes(context, scopes, y, lane, y + lane);
        paint_lane(context, prepare_lane(context, shown), y, lane);
        draw->PopClipRect();
    }
    draw->PushClipRect({left, top}, {half.rect.right(), bottom}, true);
    paint_interventions(context, {half.stack, top - scroll_, top, bottom});
    if (half.differs) {
        draw->AddRectFilled({std::max(parting, left), top}, {half.rect.right(), bottom},
                            with_alpha(theme.bad, 0.06F));
        const float w = scene.px(6);
        draw->AddTriangleFilled({parting - w, top}, {parting + w, top}, {parting, top + scene.px(8)},
                                theme.bad);
    }
    if (now_is_here) {
        const float x = std::round(context.x_of(axis.cursor(context.cursor))), t = scene.px(1);
        draw->AddRectFilled({x - t, top}, {x + t, bottom}, theme.accent);
    }
    draw->PopClipRect();
    draw->PopClipRect();
    draw->AddLine({left, half.rect.y}, {left, bottom}, theme.line);
}

void ComparePanel::handle_mouse(const Scene& scene, Wishes& wishes, Rect lanes, const Half& after,
                                const Axis& axis, TimeScale& scale) {
    ImGui::SetCursorScreenPos({lanes.x, lanes.y});
    ImGui::InvisibleButton("lanes", {std::max(lanes.width, 1.0F), std::max(lanes.height, 1.0F)});
    const ImGuiIO& io = ImGui::GetIO();
    const auto pixel = static_cast<double>(io.MousePos.x - lanes.x - labels_);
    if (ImGui::IsItemHovered()) {
        const bool zooms = io.MouseWheel != 0 && !io.KeyShift && pixel >= 0;
        moved_ = moved_ || zooms;
        if (zooms)
            scale.zoom_at(pixel, std::pow(1.2, static_cast<double>(io.MouseWheel)));
        else
            scroll_ -= io.MouseWheel * scene.px(kLane);
    }
    const bool dragged = ImGui::IsMouseDragging(0, scene.px(4));
    if (ImGui::IsItemActive() && dragged) {
        scale.pan(-static_cast<double>(io.MouseDelta.x));
        moved_ = true;
        scroll_ -= io.MouseDelta.y;
    }
    const ImVec2 drag = ImGui::GetMouseDragDelta(0, 0);
    const bool click = ImGui::IsItemDeactivated() && std::abs(drag.x) + std::abs(drag.y) < scene.px(4);
    if (click && pixel >= 0 && after.rect.holds(io.MousePos.x, io.MousePos.y))
        wishes.seek = axis.count_at(scale.to_position(pixel));
}

void ComparePanel::draw(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect) {
    begin_panel("compare", scene, rect, {14, 10}, scene.theme->panel, false);
    panel_edge(scene, rect, true, true);
    if (scene.store == nullptr || scene.before == nullptr) {
        write_wrapped(scene, Type::body, scene.theme->text_dim,
                      scene.say(scene.can_rerun ? "compare.nothing" : "compare.second_file"));
        return end_panel();
    }
    if (hidden_with_future(scene, view)) return end_panel();
    look(scene, view);
    const float top = write_findings(scene, wishes, rect);
    labels_ = std::clamp(rect.width * 0.19F, scene.px(132), scene.px(230));
    const Rect all{rect.x, top, rect.width, std::max(rect.bottom() - top, 1.0F)};
    const float height = all.height / 2;
    const bool low = height < scene.px(2 * kCompareRow + kLeastLanes * kLane);
    axis_rows_ = low && view.axis == AxisMode::logical ? 1 : 2;
    const float room = height - scene.px(axis_rows_ * kCompareRow + 6);
    arrange(scene, room);
    reveal_difference(room);
    Half before{scene.before,
                &before_lanes_,
                {all.x, all.y, all.width, height - scene.px(4)},
                names_.first,
                scene.say("compare.before"),
                {}};
    Half after{scene.store,
               &after_lanes_,
               {all.x, all.y + height, all.width, height},
               names_.second,
               scene.say("compare.after"),
               {}};
    if (found_.first) {
        before.differs = found_.first->before;
        after.differs = found_.first->after;
    }
    const Axis first(*before.store, view.axis, &*clock_), second(*after.store, view.axis, &*clock_);
    TimeScale scale = scale_for(scene, view.axis, first, second, std::max(all.width - labels_, 1.0F));
    handle_mouse(scene, wishes, all, after, second, scale);
    const float content = std::max(before_lanes_.height(), after_lanes_.height());
    scroll_ = std::clamp(scroll_, 0.0F, std::max(0.0F, content - room));
    draw_half(scene, view, before, scale);
    ImGui::GetWindowDrawList()->AddLine({all.x, after.rect.y - scene.px(2)},
                                        {all.x + all.width, after.rect.y - scene.px(2)}, scene.theme->line,
                                        scene.px(1.5F));
    draw_half(scene, view, after, scale);
    start_ = scale.start();
    zoom_ = scale.pixels_per_unit();
    end_panel();
}

}  // namespace loopscope::viz
