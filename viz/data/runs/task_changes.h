// Which tasks did something else in another run of the program.
#pragma once

#include "viz/data/recording/store.h"

#include <string>
#include <vector>

namespace loopscope::viz {

struct TaskChange {
    trace::ObjectId before = 0, after = 0;  // 0: there is none in that run
    std::string name;                       // "Task-39 · fetch"
    std::string what;                       // "gather 3 s → 0.1 s"
    std::int64_t by_ns = 0;                 // by how much the wait that changed most changed
};

// Tasks of one name are the same task, whatever they run if the program gave it; those of several in their
// order. Of runs on the loop's own clock every other time counts, and they are in the order of creation. Of
// measured ones only what a reader would call another time does (5 ms and a tenth), and what changed most
// comes first.
std::vector<TaskChange> task_changes(const Store& before, const Store& after, const Words& words);

// The times of one of the runs are measured: no two are ever equal.
bool is_measured(const trace::Recording& before, const trace::Recording& after);

}  // namespace loopscope::viz
