// The step log: a recording as the text in which two loops are compared. docs/step_log.md is its grammar.
#pragma once

#include "engine/trace/recording.h"

#include <string>

namespace loopscope::trace {

std::string step_log(const Recording& recording);

}  // namespace loopscope::trace
