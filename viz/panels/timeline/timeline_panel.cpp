#include "viz/panels/timeline/timeline_panel.h"

#include "viz/panels/base/task_text.h"
#include "viz/panels/timeline/timeline_frame.h"

#include <algorithm>
#include <cmath>

namespace loopscope::viz {

namespace {

constexpr float kHints = 100;  // two rows of them
constexpr float kTimelineRow = 22, kMap = 30, kLead = 8, kLowForAxis = 90;
constexpr float kLowWindow = 800;
constexpr std::size_t kManyPrimitives = 5;  // which stand folded
constexpr std::size_t kManyLanes = 60;      // of which each cannot have its coroutines shown
constexpr float kLeastRoom = 210;  // where the lanes themselves hardly have room they are not shown, too

}  // namespace

TimeScale TimelinePanel::scale_for(const Scene& scene, const ViewState& view, const Axis& axis, float width) {
    const bool logical = view.axis == AxisMode::logical;
    // A little air before the first event and after the last, for the signs at the ends of the lanes.
    TimeScale scale(axis.end() + (logical ? 2.0 : std::max(axis.end(), 1e-6) * 0.04), width,
                    logical ? scene.px(160) : 1e9, scene.px(kLead));
    if (shown_ != scene.generation || axis_ != view.axis) fitted_ = whole_ = false;
    const bool resized = width != seen_.width || scene.scale != seen_.scale;
    if (!fitted_ || (resized && seen_.all)) {
        scale.fit(logical ? scene.px(30) : 1e9);
        // If everything at once would be too fine to read, begin at a size that can be read.
        if (logical && !whole_ && scale.pixels_per_unit() < scene.px(7)) scale.restore_start(scene.px(14));
        if (shown_ != scene.generation) scroll_ = 0;
        shown_ = scene.generation;
        axis_ = view.axis;
        fitted_ = true;
        followed_ = ~view.playback.cursor();
    } else {
        scale.restore(start_, zoom_);
        if (resized) keep_place(scene, axis.cursor(view.playback.cursor()), scale, width);
    }
    move_as_asked(view, axis, scale, width);
    return scale;
}

// In a panel of another size, or when everything is larger, what was seen stays: at the place of the cursor
// if that was in sight.
void TimelinePanel::keep_place(const Scene& scene, double cursor, TimeScale& scale, float width) const {
    const double larger = seen_.scale > 0 ? static_cast<double>(scene.scale / seen_.scale) : 1;
    const double pixels = static_cast<double>(seen_.width), at = (cursor - start_) * zoom_;
    const bool in_sight = at >= 0 && at <= pixels;
    scale.restore(start_, zoom_ * larger);
    if (!in_sight) return;
    const double there = at / std::max(pixels, 1.0) * static_cast<double>(width);
    scale.restore(cursor - there / scale.pixels_per_unit(), scale.pixels_per_unit());
}

// What keys have asked for since the last frame.
void TimelinePanel::move_as_asked(const ViewState& view, const Axis& axis, TimeScale& scale, float width) {
    const auto pixels = static_cast<double>(width);
    if (pending_zoom_ != 1) {
        const double at = std::clamp(scale.to_pixel(axis.cursor(view.playback.cursor())), 0.0, pixels);
        scale.zoom_at(at, pending_zoom_);
    }
    if (pending_pan_ != 0) scale.pan(pending_pan_ * pixels);
    if (pending_range_) {
        const double from = axis.cursor(pending_range_->first()), to = axis.cursor(pending_range_->last());
        const double air = std::max((to - from) * 0.05, 1e-9);
        scale.restore(0, pixels / std::max(to - from + 2 * air, 1e-9));
        scale.restore(from - air, scale.pixels_per_unit());
        followed_ = view.playback.cursor();  // it may be elsewhere
    }
    pending_zoom_ = 1;
    pending_pan_ = 0;
    pending_range_.reset();
}

// When the cursor moves, it stays in sight; when the user looks elsewhere, he may.
void TimelinePanel::follow(const Scene& scene, const ViewState& view, const Axis& axis, TimeScale& scale) {
    if (followed_ == view.playback.cursor()) return;
    followed_ = view.playback.cursor();
    scale.reveal(axis.cursor(followed_), static_cast<double>(scene.px(70)));
}

void TimelinePanel::arrange(const Scene& scene, const ViewState& view, const Frame& frame) {
    const Store& store = *scene.store;
    LaneWish lanes = view.lanes;
    // Where they stand would tell how they end.
    if (!view.shows_future() && lanes.group == LaneGroup::ending) lanes.group = LaneGroup::creator;
    if (!view.shows_future() && lanes.sort != LaneSort::name) lanes.sort = LaneSort::created;
    const bool changed = arranged_of_ != scene.generation || !(arranged_ == lanes);
    if (changed) rows_ = lane_rows(store, lanes);
    arranged_of_ = scene.generation;
    arranged_ = lanes;
    const bool room = rows_.size() <= kManyLanes && frame.body.height >= scene.px(kLeastRoom);
    const bool stacks = view.stacks && view.layer >= 2 && !view.present && room;
    // Coroutines that never began come first: everybody is to see them. The timers come last; a novice has no
    // need of them.
    const auto& all = store.sides();
    const auto coroutines = static_cast<std::size_t>(std::count_if(
        all.begin(), all.end(), [](const SideLane& side) { return side.kind == SideKind::coroutine; }));
    std::size_t sides = !view.sides ? 0 : view.layer >= 2 && !view.present ? all.size() : coroutines;
    if (sides == all.size() && sides != 0 && view.layer < 3 && all.back().kind == SideKind::timers) --sides;
    const StackSizes sizes{.room = frame.body.height,
                           .low_lane = scene.px(26),
                           .lane = scene.px(42),
                           .tall_lane = scene.px(60),
                           .heading = scene.px(26),
                           .flame = scene.px(18),
                           .side = scene.px(34)};
    StackWish wish{stacks ? &store.flames() : nullptr, sides, sizes};
    if (shows_primitives(scene, view)) {
        const bool many = store.primitive_lanes().size() > kManyPrimitives;
        const bool folded =
            lanes.folds_primitives.value_or(many || ImGui::GetIO().DisplaySize.y < scene.px(kLowWindow));
        wish.primitives = primitive_rows(store, lanes, view.selection.object, folded);
    }
    if (changed || !(wish == stacked_))
        stack_ = LaneStack(rows_, wish.flames, wish.sides, wish.sizes, wish.primitives);
    stacked_ = wish;
    // New lanes of a recording that grows are not to move the code.
    const bool hints = scene.scenario != nullptr && !view.present;  // below the lanes, at the start
    needed_ = scene.live ? 0
                         : lanes_height(scene, view, wish) + frame.rect.height - frame.body.height +
                               scene.px(hints ? kHints : 0.0F);
}

// A novice has no need of them, nor a class that looks at a projector.
bool TimelinePanel::shows_primitives(const Scene& scene, const ViewState& view) const {
    constexpr int kFromLayer = 3;
    return !scene.store->primitive_lanes().empty() && view.sides && view.layer >= kFromLayer && !view.present;
}

// It must not depend on the room that there is: that depends on it.
float TimelinePanel::lanes_height(const Scene& scene, const ViewState& view, StackWish wish) const {
    wish.sizes.room = 1e6F;
    // In a low window, and where letters are large for a projector, code is short of room.
    if (view.present || ImGui::GetIO().DisplaySize.y < scene.px(kLowWindow))
        wish.sizes.tall_lane = wish.sizes.lane;
    const bool stacks = view.stacks && view.layer >= 2 && !view.present && rows_.size() <= kManyLanes;
    const LaneStack all(rows_, stacks ? &scene.store->flames() : nullptr, wish.sides, wish.sizes,
                        wish.primitives);
    const auto strips = all.strips();
    const bool deep = std::any_of(strips.begin(), strips.end(),
                                  [](const Strip& strip) { return strip.kind == StripKind::flame; });
    return deep ? std::max(all.height(), scene.px(kLeastRoom)) : all.height();
}

// The top of the first row that begins at or below `y`: seen from there, none is cut.
float TimelinePanel::row_from(float y) const {
    const auto strips = stack_.strips();
    const auto row =
        std::partition_point(strips.begin(), strips.end(), [y](const Strip& strip) { return strip.top < y; });
    return row != strips.end() ? row->top : strips.empty() ? 0 : strips.back().top;
}

void TimelinePanel::keep_selected_in_sight(const Scene& scene, const ViewState& view, const Frame& frame) {
    trace::ObjectId subject = scene.subject(view);
    if (subject == 0 && scene.live) subject = last_task(*scene.store, view.playback.cursor());
    const bool resized = frame.body.height != seen_.height || stack_.height() != seen_.lanes;
    const bool stays = resized && kept_in_sight_;
    if (subject == kept_ && !stays) return;
    kept_ = subject;
    const auto strip = stack_.of_lane(scene.store->lanes().lane_of(subject));
    if (!strip) return;
    // Who is asked to stop is to be seen, too, if both have room.
    const trace::Event* const now = scene.focus ? &scene.store->event(*scene.focus) : nullptr;
    const auto other = now != nullptr && now->kind == trace::EventKind::cancel
                           ? stack_.of_lane(scene.store->lanes().lane_of(now->a))
                           : std::nullopt;
    if (other &&
        std::max(strip->bottom(), other->bottom()) - std::min(strip->top, other->top) <= frame.body.height) {
        scroll_ = std::min(scroll_, std::min(strip->top, other->top));
        scroll_ = std::max(scroll_, std::max(strip->bottom(), other->bottom()) - frame.body.height);
    }
    if (strip->top < scroll_) scroll_ = strip->top;
    if (strip->bottom() > scroll_ + frame.body.height)
        scroll_ = std::min(row_from(strip->bottom() - frame.body.height), strip->top);
}

// There is more above or below.
void TimelinePanel::draw_scroll_mark(const Scene& scene, const Frame& frame) const {
    const float all = stack_.height(), seen = frame.body.height;
    if (all <= seen + 1 || seen <= 0) return;
    const float width = scene.px(4), length = std::max(scene.px(20), seen * seen / all);
    const float y = frame.body.y + (seen - length) * std::min(scroll_ / (all - seen), 1.0F);
    const float right = frame.body.right() - scene.px(3);
    scene.brush().draw->AddRectFilled({right - width, y}, {right, y + length}, scene.theme->waiting,
                                      width / 2);
}

void TimelinePanel::remember(const Scene& scene, const TimeScale& scale, const Frame& frame) {
    start_ = scale.start();
    zoom_ = scale.pixels_per_unit();
    seen_ = {frame.body.width, frame.body.height, stack_.height(), scene.scale, scale.shows_all()};
    const auto strip = stack_.of_lane(scene.store->lanes().lane_of(kept_));
    kept_in_sight_ = strip && strip->top + 1 >= scroll_ && strip->top < scroll_ + frame.body.height;
}

float TimelinePanel::screen_y(const Frame& frame, float y) const { return frame.body.y - scroll_ + y; }

float TimelinePanel::names_width(const Scene& scene, const ViewState& view, Rect rect) {
    constexpr float kLeastNames = 70, kLeastLanes = 130;
    const float least = scene.px(kLeastNames), most = rect.width - scene.px(kLeastLanes);
    float width = std::clamp(rect.width * 0.22F, scene.px(132), scene.px(300));
    names_.reset();
    if (most <= least) return width;
    if (const auto wanted = view.sizes().share(Border::names))
        width = std::clamp(*wanted * rect.width, least, most);
    names_ = Divider{.border = Border::names,
                     .line = {rect.x + width, rect.y, 0, rect.height},
                     .upright = true,
                     .share = width / rect.width,
                     .least = least / rect.width,
                     .most = most / rect.width,
                     .pixels = rect.width};
    return width;
}

void TimelinePanel::draw(const Scene& scene, ViewState& view, Wishes& wishes, Rect rect) {
    begin_panel("timeline", scene, rect, {0, 0}, scene.theme->panel, false);
    panel_edge(scene, rect, true, true);
    names_.reset();
    if (scene.store == nullptr) {
        end_panel();
        return;
    }
    const Axis axis(*scene.store, view.axis);
    Frame frame{.rect = rect,
                .body = {},
                .phases = {},
                .map = {},
                .row = scene.px(kTimelineRow),
                .labels = 0,
                .seen = view.seen_of(scene.store->event_count()),
                .context = {}};
    frame.labels = names_width(scene, view, rect);
    const bool map = view.minimap && !view.present && rect.height > scene.px(180);
    const float below = map ? scene.px(kMap) : 0;
    const bool phases = !scene.phases.empty() && rect.height > scene.px(180);
    // Where there is hardly room for a lane, the turns are enough of the axis.
    const bool low = rect.height < scene.px(kLowForAxis) && view.axis == AxisMode::logical;
    const float above = frame.row * (phases ? 3 : low ? 1 : 2);
    frame.body = {rect.x + frame.labels, rect.y + above, rect.width - frame.labels,
                  rect.height - above - below};
    if (phases) frame.phases = {frame.body.x, frame.body.y - frame.row, frame.body.width, frame.row};
    if (map) frame.map = {frame.body.x, frame.body.bottom(), frame.body.width, below};
    arrange(scene, view, frame);
    TimeScale scale = scale_for(scene, view, axis, frame.body.width);
    follow(scene, view, axis, scale);
    frame.context = {scene.brush(), scene.words,  scene.store,        &axis,
                     &scale,        frame.body.x, frame.body.right(), view.playback.cursor(),
                     frame.seen};
    keep_selected_in_sight(scene, view, frame);
    const float lanes_end = screen_y(frame, stack_.height());
    hints_.take_clicks(scene, wishes,
                       {frame.body.x, lanes_end, frame.body.width, frame.body.bottom() - lanes_end});
    handle_mouse(scene, view, wishes, frame, scale);
    scroll_ = std::clamp(scroll_, 0.0F, row_from(std::max(0.0F, stack_.height() - frame.body.height)));
    draw_strips(scene, view, frame);
    draw_measure(scene, view, frame);
    draw_now(scene, frame);
    draw_bookmarks(scene, wishes, frame);
    hints_.draw(scene);
    draw_labels(scene, view, frame);
    draw_scroll_mark(scene, frame);
    if (map) {
        if (const auto wanted = map_.draw(scene, view, scale, frame.map)) {
            const double half = (scale.end() - scale.start()) / 2;
            scale.restore(*wanted - half, scale.pixels_per_unit());
        }
    }
    remember(scene, scale, frame);
    end_panel();
}

}  // namespace loopscope::viz
