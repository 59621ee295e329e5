// Tasks that do the same at one instant, so that one of them can stand for all.
#pragma once

#include "viz/data/recording/store.h"

#include <vector>

namespace loopscope::viz {

// Those of `tasks` that were made of one function by one kind of creator, and that wait for the same: for one
// lock, queue or connection, or each for one of its own; at least four. In each group the first stands for
// all: `subject` if it is one of them. Who is waited for by others, or holds a lock that they want, stands
// for itself.
std::vector<std::vector<trace::ObjectId>> alike_tasks(const Store& store, const trace::LoopState& now,
                                                      const std::vector<trace::ObjectId>& tasks,
                                                      trace::ObjectId subject);

}  // namespace loopscope::viz
