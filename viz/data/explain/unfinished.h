// Queues of which an item was taken and never reported by task_done(), so that join() could not return.
#pragma once

#include "viz/data/recording/store.h"

#include <vector>

namespace loopscope::viz {

struct UnfinishedQueue {
    trace::EventIndex begin = 0;  // the await in join()
    trace::EventIndex end = 0;    // when the waiting was given up; the number of events if it was not
    trace::ObjectId queue = 0;
    trace::ObjectId task = 0;        // waits in join()
    trace::EventIndex last_get = 0;  // of the items
    std::int64_t taken = 0, reported = 0;
};

// Only what is certain: when join() was given up, or at the end, the queue was empty, and whoever had taken
// an item, and whatever task those had created since, had ended or stood in line for the next one; nobody
// else ever called task_done(), and nobody did later. In the order of the waits; one pass.
std::vector<UnfinishedQueue> unfinished_queues(const Store& store);

}  // namespace loopscope::viz
