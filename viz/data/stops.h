// Where a step stops. Between two stops lie events that only keep the books; they are applied on the way.
#pragma once

#include "viz/data/labels.h"

namespace loopscope::viz {

// Whether someone who steps through the recording wants to stop after this event.
bool is_stop(const trace::Event& event, const trace::ObjectIndex& objects);

}  // namespace loopscope::viz
