// Which object an event is about.
#pragma once

#include "engine/trace/event.h"

namespace loopscope::viz {

// Whether fields `a` and `b` of the kind name objects: a turn has its own number there.
inline bool names_objects(trace::EventKind kind) {
    return kind != trace::EventKind::turn && kind != trace::EventKind::select;
}

// 0 if it is about none.
inline trace::ObjectId object_of(const trace::Event& event) {
    return names_objects(event.kind) ? event.a : 0;
}

}  // namespace loopscope::viz
