// A recording as a table, for spreadsheets and data frames: one row an event, numbers resolved to names.
#pragma once

#include "engine/trace/recording.h"

#include <string>

namespace loopscope::viz {

// RFC 4180 with a header row and line feeds. Columns: event, turn, time_s, kind, subject, object, text,
// value, flags, c, file, line. `subject` and `object` are what docs/trace_format.md calls a and b.
std::string to_csv(const trace::Recording& recording);

}  // namespace loopscope::viz
