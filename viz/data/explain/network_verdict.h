// Why a program waits for ever, with the connections that tasks wait for, which its loop does not name.
#pragma once

#include "viz/data/recording/store.h"

#include <string>
#include <string_view>

namespace loopscope::viz {

// `message`: of a warning that something waits for ever, with which a recording ends.
std::string network_verdict(const Store& store, const Words& words, std::string_view message);

}  // namespace loopscope::viz
