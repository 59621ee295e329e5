// The labels of what goes on beside the tasks, and of locks and queues.
#include "viz/data/instant/primitives.h"
#include "viz/data/recording/labels.h"
#include "viz/panels/base/widgets.h"
#include "viz/panels/timeline/timeline_frame.h"
#include "viz/tracks/primitive_track.h"

namespace loopscope::viz {

namespace {

std::string side_kind(const Scene& scene, const SideLane& side) {
    if (side.kind == SideKind::thread) return scene.say("kind.thread");
    if (side.kind == SideKind::process) return scene.say("timeline.process");
    if (side.kind == SideKind::coroutine) return scene.say("timeline.coroutine");
    if (side.kind == SideKind::timers) return scene.say("timeline.timers");
    const trace::ObjectIndex& objects = scene.store->objects();
    const trace::ObjectId owner = objects[side.object].parent;
    if (objects[owner].kind != trace::ObjectKind::process) return scene.say("kind.connection");
    return scene.say("timeline.pipe", {{"who", scene.store->label(owner)}});
}

}  // namespace

void TimelinePanel::label_side(const Scene& scene, const Frame& frame, const Strip& strip) const {
    const Brush& brush = frame.context.brush;
    const SideLane& side = scene.store->sides()[strip.number];
    const float top = screen_y(frame, strip.top), left = frame.rect.x + scene.px(18);
    const float width = frame.body.x - left - scene.px(8);
    std::string kind = side_kind(scene, side);
    if (side.task_known < frame.seen) kind += " \u00b7 " + scene.store->label(side.task);
    const float line = text_height(brush, Type::small);
    const std::string name = side.object != 0     ? scene.store->label(side.object)
                             : !side.name.empty() ? side.name + "()"
                                                  : std::string();
    const bool two = !name.empty();
    const float y = top + (strip.height - (two ? 2 : 1) * line) / 2;
    if (two) text_within(brush, Type::small_strong, {left, y}, width, scene.theme->text, name);
    text_within(brush, Type::small, {left, two ? y + line : y}, width, scene.theme->text_dim, kind);
    brush.draw->AddLine({frame.rect.x, top}, {frame.body.x, top}, scene.theme->line);
}

void TimelinePanel::label_group(const Scene& scene, ViewState& view, const Frame& frame, const Strip& strip) {
    const Brush& brush = frame.context.brush;
    const float top = screen_y(frame, strip.top), middle = top + strip.height / 2;
    const PrimitiveRows& rows = stacked_.primitives;
    brush.draw->AddRectFilled({frame.rect.x, top}, {frame.body.x, top + strip.height}, scene.theme->raised);
    if (fold_sign(scene, rows.folded, {frame.rect.x + scene.px(10), middle}))
        view.lanes.folds_primitives = !rows.folded;
    text_within(brush, Type::small_strong,
                {frame.rect.x + scene.px(18), middle - text_height(brush, Type::small_strong) / 2},
                frame.labels - scene.px(24), scene.theme->text,
                scene.say("timeline.primitives", {{"count", std::to_string(rows.all)}}));
}

void TimelinePanel::label_primitive(const Scene& scene, const ViewState& view, const Frame& frame,
                                    const Strip& strip) const {
    const Brush& brush = frame.context.brush;
    const trace::ObjectId object = scene.store->primitive_lanes()[strip.number].object;
    const float top = screen_y(frame, strip.top), left = frame.rect.x + scene.px(18);
    const float width = frame.body.x - left - scene.px(8), line = text_height(brush, Type::small);
    const float y = top + (strip.height - 2 * line) / 2;
    if (object == view.selection.object) {
        brush.draw->AddRectFilled({frame.rect.x, top}, {frame.body.x, top + strip.height},
                                  scene.theme->accent_soft);
        brush.draw->AddRectFilled({frame.rect.x, top}, {frame.rect.x + scene.px(4), top + strip.height},
                                  scene.theme->accent);
    }
    const std::string name = scene.store->label(object);
    if (view.lanes.pinned.count(name) != 0)
        brush.draw->AddCircleFilled({frame.rect.x + scene.px(9), y + line / 2}, scene.px(3),
                                    scene.theme->accent);
    text_within(brush, Type::small_strong, {left, y}, width, scene.theme->text, name);
    const trace::ObjectState* now = scene.now->object(object);
    std::string state = scene.say(kind_key(scene.store->objects()[object].kind));
    if (now != nullptr && now->kind != trace::ObjectKind::condition)
        state += " \u00b7 " + primitive_text(*scene.store, *now, *scene.words);
    text_within(brush, Type::small, {left, y + line}, width, scene.theme->text_dim, state);
    brush.draw->AddLine({frame.rect.x, top}, {frame.body.x, top}, scene.theme->line);
}

void TimelinePanel::hover_primitive(const Scene& scene, const Frame& frame, const Strip& strip,
                                    ImVec2 mouse) const {
    const PrimitiveLane& lane = scene.store->primitive_lanes()[strip.number];
    const double at = frame.context.scale->to_position(static_cast<double>(mouse.x - frame.body.x));
    const trace::EventIndex count =
        mouse.x < frame.body.x ? frame.context.cursor : frame.context.axis->count_at(at);
    const PrimitiveSpan* span = count <= frame.seen ? lane.at(count) : nullptr;
    if (span == nullptr) return;
    tooltip(scene, scene.store->label(lane.object) + ": " +
                       primitive_span_text(*scene.store, lane, *span, *scene.words));
}

}  // namespace loopscope::viz
