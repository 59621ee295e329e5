#include "viz/data/find/run_to.h"

namespace loopscope::viz {

using trace::Event;
using trace::EventIndex;
using trace::EventKind;

bool is_cancellation(const Store& store, EventIndex index) {
    const Event& event = store.event(index);
    switch (event.kind) {
        case EventKind::cancel: return (event.flags & trace::kAlreadyDone) == 0;
        case EventKind::task_cancelled: return true;
        case EventKind::step: return store.recording().string(event.text).starts_with("CancelledError");
        default: return false;
    }
}

bool is_failure(const Store& store, EventIndex index) {
    const Event& event = store.event(index);
    switch (event.kind) {
        case EventKind::task_raise:
        case EventKind::error:
        case EventKind::warning: return true;
        case EventKind::call_end: return event.text != 0;
        case EventKind::resolve: return event.flags == static_cast<std::uint8_t>(trace::Outcome::exception);
        default: return false;
    }
}

bool is_at(const Store& store, trace::EventIndex index, const SourcePlace& place) {
    const trace::Location& location = store.recording().location(store.event(index).loc);
    return location.line != 0 && location.line == place.line && location.source == place.source;
}

}  // namespace loopscope::viz
