#include "viz/data/explain/task_waits.h"

#include "viz/data/recording/source_place.h"

namespace loopscope::viz {

using trace::EventIndex;
using trace::ObjectId;

namespace {

ObjectId waited_object(const trace::ObjectIndex& objects, ObjectId future) {
    if (const ObjectId queue = joined_queue(objects, future); queue != 0) return queue;
    if (const ObjectId barrier = waited_barrier(objects, future); barrier != 0) return barrier;
    const ObjectId parent = objects[future].parent;
    return trace::is_primitive(objects[parent].kind) && !objects[parent].internal ? parent : future;
}

}  // namespace

std::vector<TaskWait> task_waits(const Store& store, EventIndex count) {
    std::vector<TaskWait> waits;
    for (const Lane& lane : store.lanes().lanes) {
        const bool lives = lane.task != 0 && lane.begin < count && lane.end >= count;
        const auto spans = lives ? store.lanes().spans_before(lane.task, count) : std::span<const Span>();
        if (spans.empty() || spans.back().state != SpanState::suspended) continue;
        const Span& span = spans.back();
        if (span.end < count) continue;
        waits.push_back({.task = lane.task,
                         .future = span.about,
                         .object = waited_object(store.objects(), span.about),
                         .loc = span.loc,
                         .begin = span.begin});
    }
    return waits;
}

std::string wait_text(const Store& store, const TaskWait& wait) {
    const std::string place = place_text(store, wait.loc);
    if (!trace::is_primitive(store.objects()[wait.object].kind)) return place;
    std::string text = store.full_label(wait.object);
    const std::string call = store.brief_label(wait.future);
    if (!call.empty() && wait.future != wait.object)
        text += " (" + call.substr(call.find_last_of('.') + 1) + ")";
    return place.empty() ? text : text + ", " + place;
}

}  // namespace loopscope::viz
