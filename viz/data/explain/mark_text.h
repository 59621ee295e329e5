// What a mark on the bar at the bottom of the window stands for, in a few words.
#pragma once

#include "viz/data/recording/store.h"
#include "viz/data/text/words.h"

#include <string>

namespace loopscope::viz {

// "prints: B fails", "B fails: ValueError('B')"
std::string mark_text(const Store& store, const Mark& mark, const Words& words = Words::of("en"));

}  // namespace loopscope::viz
