// What the user pointed at. Zero is "nothing": the panels then show the task that runs.
#pragma once

#include "engine/trace/event.h"

namespace loopscope::viz {

struct Selection {
    trace::ObjectId object = 0;

    void clear() { object = 0; }
    bool empty() const { return object == 0; }
};

}  // namespace loopscope::viz
