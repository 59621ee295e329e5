#include "viz/data/explain/unsafe_calls.h"

namespace loopscope::viz {

using trace::Event;
using trace::EventIndex;
using trace::EventKind;
using trace::ObjectId;

bool changes_the_loop(const Event& event) {
    switch (event.kind) {
        case EventKind::resolve:
        case EventKind::cancel:
        case EventKind::state:
        case EventKind::queue_put:
        case EventKind::queue_get:
        case EventKind::timer:
        case EventKind::timer_cancel:
        case EventKind::watch:
        case EventKind::unwatch:
        case EventKind::stream_write:
        case EventKind::stream_close: return true;
        case EventKind::ready: {
            // What is due, has come or was handed over the loop itself puts there.
            const auto reason = static_cast<trace::ReadyReason>(event.flags);
            return reason != trace::ReadyReason::thread && reason != trace::ReadyReason::timer &&
                   reason != trace::ReadyReason::io;
        }
        default: return false;
    }
}

ObjectId thread_at_work(const trace::LoopState& now) {
    if (!now.running.empty()) return 0;
    for (const trace::ObjectState& object : now.objects())
        if (object.kind == trace::ObjectKind::thread && object.task_state == trace::TaskState::running)
            return object.id;
    return 0;
}

std::vector<UnsafeCall> unsafe_calls(const Store& store) {
    std::vector<UnsafeCall> calls;
    ObjectId thread = 0;  // that has its turn, until it has done such a thing
    for (EventIndex i = 0; i < store.event_count(); ++i) {
        const Event& event = store.event(i);
        if (event.kind == EventKind::thread_run) {
            thread = event.a;
        } else if (event.kind == EventKind::thread_wait || event.kind == EventKind::turn ||
                   (event.kind == EventKind::drop && event.a == thread)) {
            thread = 0;
        } else if (thread != 0 && changes_the_loop(event)) {
            calls.push_back({i, thread});
            thread = 0;
        }
    }
    return calls;
}

}  // namespace loopscope::viz
