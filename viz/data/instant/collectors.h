// What collects the ends of several tasks: gather() in the order of its arguments, wait() in two sets,
// as_completed() in the order in which they end.
#pragma once

#include "viz/data/recording/store.h"

#include <vector>

namespace loopscope::viz {

enum class CollectorKind : std::uint8_t { gather, wait, as_completed };

struct Collected {
    trace::ObjectId object = 0;              // a task or a future
    trace::EventIndex done = trace::kNever;  // the event by which it was
};

struct Collector {
    CollectorKind kind{};
    trace::ObjectId object = 0;              // that is awaited, or, of as_completed(), its callback
    trace::ObjectId owner = 0;               // the task that made it
    trace::EventIndex made = 0;              // the event by which all were known
    trace::EventIndex over = trace::kNever;  // who waits for it goes on, or it has served everybody
    std::vector<Collected> all = {};         // in the order of the arguments
    std::vector<std::size_t> served = {};    // of as_completed(): who got the next ticket, places in `all`
    std::vector<trace::EventIndex> served_at = {};  // and when
};

// One walk over a recording.
class CollectorIndex {
public:
    explicit CollectorIndex(const Store& store);

    const std::vector<Collector>& all() const { return all_; }
    // Those that are under way after `count` events, the newest first; before them the last one that is over.
    std::vector<const Collector*> seen_at(trace::EventIndex count, std::size_t most) const;

private:
    class Walk;
    std::vector<Collector> all_;  // in the order in which they were made
};

}  // namespace loopscope::viz
