// The state of the loop at any event, in bounded time.
#pragma once

#include "engine/trace/loop_state.h"
#include "engine/trace/packed_state.h"

#include <cstddef>
#include <deque>
#include <functional>
#include <variant>
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
    // More than that the checkpoints never take for long; bytes.
    std::size_t budget() const;
    // With the state last asked for and those near it. What only these share among each other is not counted.
    std::size_t bytes() const;

private:
    // A copy is quick and shares what does not change with the checkpoints beside it. Where nearly everything
    // changes it takes too many bytes: then it is packed.
    struct Checkpoint {
        EventIndex applied = 0;
        std::size_t bytes = 0;
        std::variant<LoopState, PackedState> state;
    };
    Checkpoint copied() const;
    Checkpoint packed(const LoopState& state);
    void load_checkpoint(const Checkpoint& checkpoint);
    void start_from(EventIndex count);
    void replay_to(EventIndex count);
    void add_checkpoint_if_due();
    void make_room();
    void pack_all();
    void drop_every_second();
    void keep_neighbour();

    const Recording* recording_;
    std::size_t budget_bytes_;
    EventIndex spacing_;
    std::vector<Checkpoint> checkpoints_;  // by `applied`, the first at 0
    std::size_t checkpoint_bytes_ = 0;
    std::size_t packed_size_ = 0;       // of the last one that was packed
    std::deque<LoopState> neighbours_;  // by `applied`: some states before the one last asked for
    LoopState current_;
};

}  // namespace loopscope::trace
