// Why something happened when it did: from an event back to what led to it.
#pragma once

#include "viz/data/recording/store.h"
#include "viz/data/text/words.h"

#include <string>
#include <vector>

namespace loopscope::viz {

// The event that `index` comes from: of what a step does, the step; of a step, how it got into the ready
// queue; of that, what was done, created or due. Nothing at the beginning, or where the network is the cause.
std::optional<trace::EventIndex> cause_of(const Store& store, trace::EventIndex index);

// The causes of `index`, the nearest first.
std::vector<trace::EventIndex> causes_of(const Store& store, trace::EventIndex index, std::size_t most = 24);

// One cause in a few words: "A creates B", "sleep until 1 s is over".
std::string cause_text(const Store& store, trace::EventIndex index, const Words& words = Words::of("en"));

}  // namespace loopscope::viz
