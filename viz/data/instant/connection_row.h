// A connection in a line: who uses it, what waits in it, and whether it stands still.
#pragma once

#include "viz/data/instant/connections.h"

namespace loopscope::viz {

struct ConnectionRow {
    std::array<trace::ObjectId, 2> tasks{};  // at its ends, 0 = none is known
    std::int64_t waiting = 0;                // bytes in its buffers and under way
    bool full = false, paused = false;       // somebody's writing, somebody's reading is paused
    std::optional<trace::EventIndex> since;  // the first of these pauses
    bool ended = false;                      // one direction, at least
    bool closed = false;
};

ConnectionRow connection_row(const Store& store, const StreamIndex& index, const trace::LoopState& now,
                             const Connection& connection);

// How many of the index's connections, the first ones, have begun by `cursor`.
std::size_t begun(const StreamIndex& index, trace::EventIndex cursor);

}  // namespace loopscope::viz
