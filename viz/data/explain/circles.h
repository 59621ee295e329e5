// Tasks that waited for each other in a circle, each for a lock or a task that the next one had to give.
#pragma once

#include "viz/data/recording/store.h"

#include <vector>

namespace loopscope::viz {

struct Circle {
    struct Link {
        trace::ObjectId task = 0;  // waits for the task of the next link (of the last: of the first),
        bool lock = false;         // which holds a lock that it wants
    };
    trace::EventIndex begin = 0;  // the await that closed it
    trace::EventIndex end = 0;    // the step that opened it; the number of events if there is none
    std::vector<Link> links;      // the first is the task that closed it
};

// Those that did not come apart by themselves: something threw an exception into one of the tasks, or nothing
// did. What is reported as waiting for ever is left out. In the order of their beginnings; one pass.
std::vector<Circle> waiting_circles(const Store& store);

}  // namespace loopscope::viz
