// "A comes to line 7: await asyncio.sleep(3). Where does it go?"
#pragma once

#include "viz/data/explain/posed.h"
#include "viz/data/recording/store.h"

#include <functional>
#include <vector>

namespace loopscope::viz {

// About the first step that ends after `count` events and before event `until` with an await of which it is
// clear where the task goes, and at a place that is `wanted`. It is asked just before that await; nothing if
// there is none. `twins`: the sources that are read in place of the recorded ones. Moves the store's state.
std::optional<Posed> where_it_goes(Store& store, trace::EventIndex count, trace::EventIndex until,
                                   const std::vector<trace::Source>& twins,
                                   const std::function<bool(trace::LocationId)>& wanted);

}  // namespace loopscope::viz
