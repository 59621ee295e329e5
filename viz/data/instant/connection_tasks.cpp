#include "viz/data/instant/connection_tasks.h"

#include <algorithm>

namespace loopscope::viz {

using trace::EventIndex;
using trace::EventKind;
using trace::ObjectId;

namespace {

// The task in whose step an event stands, 0 if it stands in none.
ObjectId runs_at(const Store& store, EventIndex event) {
    constexpr EventIndex kFar = 1000;
    for (EventIndex i = event; i-- > 0 && event - i < kFar;) {
        const trace::Event& before = store.event(i);
        switch (before.kind) {
            case EventKind::step: return store.lanes().lane_of(before.a) != 0 ? before.a : 0;
            case EventKind::yield:
            case EventKind::await:
            case EventKind::task_return:
            case EventKind::task_raise:
            case EventKind::task_cancelled:
            case EventKind::call:
            case EventKind::call_end:
            case EventKind::turn: return 0;
            default: break;
        }
    }
    return 0;
}

}  // namespace

ObjectId task_of_end(const Store& store, const StreamIndex& index, ObjectId end) {
    if (end == 0) return 0;
    if (const ObjectId creator = store.objects()[end].creator; store.lanes().lane_of(creator) != 0)
        return creator;
    constexpr std::size_t kMost = 64;
    const auto& events = index.events_of(end);
    for (std::size_t i = 0; i < std::min(events.size(), kMost); ++i) {
        const EventKind kind = store.event(events[i]).kind;
        if (kind != EventKind::stream_read && kind != EventKind::stream_write) continue;
        if (const ObjectId task = runs_at(store, events[i]); task != 0) return task;
    }
    return 0;
}

}  // namespace loopscope::viz
