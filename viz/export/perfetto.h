// A recording as a trace that ui.perfetto.dev and chrome://tracing open.
#pragma once

#include "engine/trace/recording.h"

#include <string>

namespace loopscope::viz {

// Chrome's trace event format. Virtual time stands still while a program runs, so a microsecond there is one
// event here; every slice has the loop's own time among its arguments. A track per task: its steps, and
// between them what it waits for; arrows go from what woke a task to the step that followed.
std::string to_perfetto(const trace::Recording& recording);

}  // namespace loopscope::viz
