// What each task waits for at one moment: the object of the program's, and the line.
#pragma once

#include "viz/data/recording/store.h"
#include "viz/data/text/words.h"

#include <string>
#include <vector>

namespace loopscope::viz {

struct TaskWait {
    trace::ObjectId task = 0;
    trace::ObjectId future = 0;   // that it awaits
    trace::ObjectId object = 0;   // the lock, queue or the like in whose line it stands, else the future
    trace::LocationId loc = 0;    // where it waits
    trace::EventIndex begin = 0;  // the event with which it began to
};

// Of the tasks that are suspended after so many events, in the order of their creation.
std::vector<TaskWait> task_waits(const Store& store, trace::EventIndex count);

// "Queue 1 (get), pool.py:60": the object if it is one of the program's own, and the place as far as it is
// known.
std::string wait_text(const Store& store, const TaskWait& wait);

}  // namespace loopscope::viz
