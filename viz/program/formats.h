// The forms in which a recording can be had: --format.
#pragma once

#include "engine/trace/recording.h"

#include <string>
#include <vector>

namespace loopscope::program {

// In the order in which help lists them; the first is the default.
std::vector<std::string> format_names();

// `name` is one of format_names().
std::string render(const trace::Recording& recording, const std::string& name);

// The lines that the program printed.
std::string program_output(const trace::Recording& recording);

}  // namespace loopscope::program
