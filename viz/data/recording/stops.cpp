#include "viz/data/recording/stops.h"

namespace loopscope::viz {

using trace::Event;
using trace::EventKind;
using trace::ObjectKind;

namespace {

// A sleep sets a timer; the sentence of its `await` says so already.
bool belongs_to_sleep(const Event& event, const trace::ObjectIndex& objects) {
    const trace::ObjectId owner = event.b != 0 ? event.b : objects[event.a].parent;
    return objects[owner].kind == ObjectKind::sleep;
}

// Written down for the reader's sake, or told by the event that follows.
bool keeps_books(EventKind kind) {
    switch (kind) {
        case EventKind::create:
        case EventKind::rename:
        case EventKind::drop:
        case EventKind::link:
        case EventKind::unlink:
        case EventKind::add_callback:
        case EventKind::remove_callback:
        case EventKind::retrieve:
        case EventKind::watch:
        case EventKind::unwatch:
        case EventKind::stream_peer:
        case EventKind::stream_limits:
        case EventKind::stream_wait:
        case EventKind::leave: return true;
        default: return false;
    }
}

// What asyncio does for itself (opening a connection, shutting down) is not what people came to see.
bool is_about_internal_task(const Event& event, const trace::ObjectIndex& objects) {
    return is_task(objects, event.a) && objects[event.a].internal;
}

// What a queue or a barrier does inside, and its count of unfinished tasks, are of no interest.
bool changes_visibly(const Event& event, const trace::ObjectIndex& objects) {
    const trace::ObjectInfo& object = objects[event.a];
    if (object.kind == ObjectKind::queue) return event.text != 0;
    return !object.internal || (object.kind == ObjectKind::lock && !objects[object.parent].internal);
}

}  // namespace

bool is_stop(const Event& event, const trace::ObjectIndex& objects) {
    if (keeps_books(event.kind)) return false;
    if (event.kind == EventKind::turn || event.kind == EventKind::select)
        return true;  // `a` is no object there
    if (is_about_internal_task(event, objects)) return false;
    switch (event.kind) {
        case EventKind::enter: return event.loc != 0;  // the outermost coroutine starts with its task
        case EventKind::clock: return event.loc != 0;  // the program blocks the loop; else a thread has slept
        case EventKind::call_end: return event.text != 0;
        case EventKind::resolve:
            return event.loc != 0;  // by the program; else the `ready` that follows tells
        case EventKind::cancel_end: return (event.flags & trace::kThrowAtNextStep) != 0;
        case EventKind::state: return changes_visibly(event, objects);
        case EventKind::timer:
        case EventKind::timer_cancel: return !belongs_to_sleep(event, objects);
        default: return true;
    }
}

// Each item that is put in counts as open; only task_done() takes one off, or shutdown(), which says so.
bool StopCollector::reports_item(const Event& event, const trace::ObjectIndex& objects) {
    if (event.kind != EventKind::state) return false;
    const trace::ObjectInfo& object = objects[event.a];
    if (object.kind != ObjectKind::queue || object.internal) return false;
    return event.value < std::exchange(open_[event.a], event.value) && event.text == 0;
}

void StopCollector::see(const Event& event, trace::EventIndex index, const trace::ObjectIndex& objects,
                        bool unsuspended) {
    const bool reports = reports_item(event, objects);
    if (reports) reports_.push_back(index);
    if (!unsuspended && !reports && !is_stop(event, objects)) return;
    const bool turn = event.kind == EventKind::turn, select = event.kind == EventKind::select;
    if (turn || select) {
        // A wait and the turn after it go together; what was held back before has led to nothing.
        const bool after_select = turn && held_count_ == 1 && held_is_select_;
        if (!after_select) held_count_ = 0;
        held_[held_count_++] = index;
        held_is_select_ = select;
        return;
    }
    for (std::size_t i = 0; i < held_count_; ++i) stops_.push_back(held_[i]);
    held_count_ = 0;
    stops_.push_back(index);
}

}  // namespace loopscope::viz
