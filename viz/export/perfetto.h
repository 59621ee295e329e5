// A recording as a trace that ui.perfetto.dev and chrome://tracing open.
#pragma once

#include "engine/trace/recording.h"

#include <string>

namespace loopscope::viz {

// Chrome's trace event format. Times are the loop's; what happens within one instant, in which virtual time
// stands still, is a microsecond apart, or less if the next one is near. A track per task: its steps, and
// between them what it waits for; arrows go from what woke a task to the step that followed.
std::string to_perfetto(const trace::Recording& recording);

}  // namespace loopscope::viz
