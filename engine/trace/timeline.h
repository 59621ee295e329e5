// The state of the loop at any event, in bounded time.
#pragma once

#include "engine/trace/loop_state.h"

#include <cstddef>
#include <functional>
#include <vector>

namespace loopscope::trace {

// Checkpoints along the recording, replay from the nearest one before. The recording must outlive it and stay
// where it is; events appended later are found too. For one thread at a time.
class Timeline {
public:
    // `budget_bytes` bounds the checkpoints; 0 = as much as the events themselves take, at least 64 MiB.
    explicit Timeline(const Recording& recording, std::size_t budget_bytes = 0);

    // The state after `count` events (0 = before the first; more than there are = after the last).
    // Valid until the next call.
    const LoopState& at(EventIndex count);

    // Builds the checkpoints of everything up to the end. `progress` gets the share done, 0 to 1; false
    // stops. Returns whether it went to the end.
    bool index_all(const std::function<bool(double)>& progress = {});

    std::size_t checkpoint_count() const { return checkpoints_.size(); }
    std::size_t checkpoint_bytes() const { return checkpoint_bytes_; }

private:
    void replay_to(EventIndex count, bool keep_neighbours);
    void start_from(EventIndex count);
    void extend();
    void thin_out();
    void keep_neighbour(EventIndex count);
    std::size_t budget() const;

    const Recording* recording_;
    std::size_t budget_bytes_;
    EventIndex spacing_;
    std::vector<LoopState> checkpoints_;  // by `applied`, the first at 0
    std::vector<LoopState> neighbours_;   // by `applied`, near the state last asked for
    std::size_t checkpoint_bytes_ = 0;
    LoopState current_;
};

}  // namespace loopscope::trace
