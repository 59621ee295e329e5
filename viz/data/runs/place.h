// The same scenario was run again with another parameter: which place in the new recording is "here"?
#pragma once

#include "viz/data/recording/store.h"

namespace loopscope::viz {

// The count of events in `after` that fits `count` events of `before` best: the same place if both runs agree
// so far, else the same thing happening to the same object for the same time, else the same instant.
trace::EventIndex same_place(const Store& before, trace::EventIndex count, const Store& after);

}  // namespace loopscope::viz
