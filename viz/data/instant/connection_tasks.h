// Whose connection it is.
#pragma once

#include "viz/data/instant/connections.h"

namespace loopscope::viz {

// The task that opened this end of a connection, else the one that first read from it or wrote to it; 0 if
// none has yet.
trace::ObjectId task_of_end(const Store& store, const StreamIndex& index, trace::ObjectId end);

}  // namespace loopscope::viz
