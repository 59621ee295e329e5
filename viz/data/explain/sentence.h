// One plain sentence for each event: what happened and why, in words that need no manual.
#pragma once

#include "viz/data/recording/store.h"
#include "viz/data/text/words.h"

#include <string>

namespace loopscope::viz {

// What event `index` did. Moves the store's state to just after it.
std::string sentence(Store& store, trace::EventIndex index, const Words& words = Words::of("en"));

// What to say after `count` events: the sentence of the last stop, or what to do before the first.
std::string sentence_after(Store& store, trace::EventIndex count, const Words& words = Words::of("en"));

}  // namespace loopscope::viz
