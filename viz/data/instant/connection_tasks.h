// Whose connection it is.
#pragma once

#include "viz/data/recording/store.h"

namespace loopscope::viz {

// The task that opened this end of a connection, else its owner (see StreamEnds); 0 if it has none.
trace::ObjectId task_of_end(const Store& store, trace::ObjectId end);

}  // namespace loopscope::viz
