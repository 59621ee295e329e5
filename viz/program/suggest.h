// "Did you mean …?"
#pragma once

#include <string>
#include <vector>

namespace loopscope::program {

// The candidate that differs least from `typed`, or empty if none is near.
std::string nearest(const std::string& typed, const std::vector<std::string>& candidates);

}  // namespace loopscope::program
