// A parameter's value as it is shown.
#pragma once

#include "viz/data/text/words.h"

#include <string>
#include <string_view>

namespace loopscope::viz {

// JSON in words: "same_task" is shown as same task, true as yes, null as none, 2.5 in German as 2,5.
std::string value_text(std::string_view json, const Words& words);

}  // namespace loopscope::viz
