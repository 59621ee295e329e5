// What went wrong or probably will: each with what it means and what to do about it.
#pragma once

#include "viz/data/explain/task_waits.h"
#include "viz/data/recording/source_place.h"
#include "viz/data/recording/store.h"
#include "viz/data/text/words.h"

#include <string>
#include <string_view>
#include <vector>

namespace loopscope::viz {

struct Finding {
    std::vector<trace::EventIndex> events;  // one, or all that say the same about the same line
    trace::ObjectId object = 0;             // that the first one is about, 0 = none
    NamedPlace place;                       // the line to blame; line 0 = unknown
    std::string title;                      // "never awaited"
    std::string evidence;                   // what the recording says
    std::string explanation;                // what that means; empty if there is nothing to add
    std::string remedy;
    std::vector<TaskWait> waits = {};  // of tasks that wait for ever
};

// Of the whole recording, in the order of their first events: warnings, reports of the loop's exception
// handler, tasks that failed, tasks that waited in a circle until something ended it, queues whose join() did
// not end, threads that changed what is the loop's.
std::vector<Finding> findings(const Store& store, const Words& words = Words::of("en"));

}  // namespace loopscope::viz
