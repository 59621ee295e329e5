// Where a step stops. Between two stops lie events that only keep the books; they are applied on the way.
#pragma once

#include "viz/data/recording/labels.h"

#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

namespace loopscope::viz {

// Whether someone who steps through the recording wants to stop after this event.
bool is_stop(const trace::Event& event, const trace::ObjectIndex& objects);

// The stops of a recording, in order. Turns in which nothing else stops are left out, with the wait before
// them.
class StopCollector {
public:
    // `unsuspended`: here ends a coroutine that was never suspended, which is worth a stop.
    void see(const trace::Event& event, trace::EventIndex index, const trace::ObjectIndex& objects,
             bool unsuspended = false);
    // Where task_done() was called on a queue of the program. Ascending.
    std::vector<trace::EventIndex> take_reports() { return std::move(reports_); }
    // A wait that nothing follows is where the loop stands: in a recording that still grows, or broke off.
    std::vector<trace::EventIndex> take() {
        if (held_count_ != 0 && held_is_select_) stops_.push_back(held_[held_count_ - 1]);
        return std::move(stops_);
    }

private:
    bool reports_item(const trace::Event& event, const trace::ObjectIndex& objects);

    std::vector<trace::EventIndex> stops_, reports_;
    std::unordered_map<trace::ObjectId, std::int64_t> open_;  // items of each queue, put in and not reported
    trace::EventIndex held_[2] = {};                          // a wait, a turn
    std::size_t held_count_ = 0;
    bool held_is_select_ = false;
};

}  // namespace loopscope::viz
